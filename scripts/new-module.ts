/**
 * `npm run new module NAME [ONE]`: a module in the house's style, which compiles, passes its tests and is
 * tidy.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { namesOf } from './new-module/names.ts'
import { listModule, moduleFiles } from './new-module/templates.ts'

const root = join(import.meta.dirname, '..')

function createModule(name: string, one: string | undefined): void {
  const names = namesOf(name, one)
  const folder = join(root, 'server/modules', name)
  if (existsSync(folder)) throw new Error(`server/modules/${name} is there already.`)
  const list = join(root, 'server/modules/index.ts')
  const listed = listModule(readFileSync(list, 'utf8'), names)
  mkdirSync(folder)
  for (const [file, text] of Object.entries(moduleFiles(names))) writeFileSync(join(folder, file), text)
  writeFileSync(list, listed)
  // Where lines break depends on how long the names are.
  const biome = join(root, 'node_modules/.bin/biome')
  const formatted = spawnSync(biome, ['check', '--write', folder, list], { cwd: root, encoding: 'utf8' })
  if (formatted.status !== 0) throw new Error(`biome: ${formatted.error ?? formatted.stderr}`)
  console.log(`server/modules/${name} is made, and stands last in server/modules/index.ts.`)
  console.log(`Next: npm run gen && npm test -- modules/${name} && npm run check`)
}

const [kind, name, one] = process.argv.slice(2)
if (kind !== 'module' || !name) {
  console.error('npm run new module NAME [ONE] — such as: npm run new module gift-cards')
  process.exit(1)
}
try {
  createModule(name, one)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
