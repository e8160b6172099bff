/**
 * `npm run gen`: writes what is made from the routes. `--check` writes nothing and fails where a file is not
 * what it would be made now.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { API_INFO } from '../server/http/description.ts'
import { describeApi, everyFault } from '../server/http/openapi.ts'
import { modules } from '../server/modules/index.ts'
import { renderPermissions } from './gen/permissions.ts'
import { renderErrors, renderRoutes } from './gen/reference.ts'
import { renderApiTypes, renderFaultCodes, renderRouteTables } from './gen/sdk.ts'

const root = join(import.meta.dirname, '..')
const routes = modules.flatMap((module) => module.routes ?? [])

const faults = everyFault(routes)
const description = `${JSON.stringify(describeApi(routes, API_INFO), null, 2)}\n`

const formattedFiles: Readonly<Record<string, string>> = {
  'docs/reference/routes.md': renderRoutes(modules),
  'docs/reference/permissions.md': renderPermissions(modules),
  'docs/reference/errors.md': renderErrors(faults),
  'sdk/generated/fault-code.ts': renderFaultCodes(faults),
  'sdk/generated/routes.ts': renderRouteTables(description),
}
const files: Readonly<Record<string, string>> = {
  'openapi.json': description,
  'sdk/generated/api.ts': renderApiTypes(root, description),
  ...Object.fromEntries(Object.entries(formattedFiles).map(([path, text]) => [path, formatted(path, text)])),
}

/** As `npm run fix` would leave it, so that the two do not take turns. */
function formatted(path: string, input: string): string {
  const biome = join(root, 'node_modules/.bin/biome')
  const args = ['format', `--stdin-file-path=${path}`]
  const { status, stdout, stderr, error } = spawnSync(biome, args, { cwd: root, input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`biome: ${error ?? stderr}`)
  return stdout
}

const stale = Object.entries(files).filter(([path, text]) => {
  const file = join(root, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
})

if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not what the routes say. Run: npm run gen`)
  if (stale.length === 0) console.log('Generated files are fresh.')
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
  if (stale.length === 0) console.log('Nothing to write: generated files are fresh.')
}
