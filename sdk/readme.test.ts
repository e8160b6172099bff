import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, suite, test } from 'node:test'
import { seedDemo } from '../server/demo/seed.ts'
import { createTestApp, type TestApp } from '../server/testing/app.ts'
import { isPrinted, type Recipe, readRecipes } from './readme.fixture.ts'

// The README's code is run as it stands there, against the demo shop. What differs is where the shop is: a
// module that is loaded before turns requests for the README's address to it.

const ROOT = join(import.meta.dirname, '..')
const SHOP = 'http://127.0.0.1:4000'

const recipes = readRecipes()
/** What later sections take for granted. */
const [begin = ''] = recipes[0]?.code.split(/(?<=createShop\(.*\)\n)/) ?? []

const programOf = (recipe: Recipe): string =>
  recipe === recipes[0] || recipe.code.includes('createShop') ? recipe.code : begin + recipe.code

const fileOf = (recipe: Recipe): string => `${recipe.heading.toLowerCase().replaceAll(/\W+/g, '-')}.ts`

let folder: string
let app: TestApp
let baseUrl: string

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marketsquare-readme-'))
  mkdirSync(join(folder, 'node_modules/@marketsquare'), { recursive: true })
  symlinkSync(join(ROOT, 'sdk'), join(folder, 'node_modules/@marketsquare/sdk'))
  symlinkSync(join(ROOT, 'node_modules/@types'), join(folder, 'node_modules/@types'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(folder, 'catalogue.csv'),
    'Handle,Title,Status,Variant Price\ntin-cup,Tin Cup,published,9.00\n',
  )
  for (const recipe of recipes) writeFileSync(join(folder, fileOf(recipe)), programOf(recipe))
  app = await createTestApp()
  await seedDemo(app)
  baseUrl = await app.http.listen({ port: 0, host: '127.0.0.1' })
  const detour = `const direct = fetch
globalThis.fetch = (url, init) => direct(String(url).replace('${SHOP}', '${baseUrl}'), init)\n`
  writeFileSync(join(folder, 'detour.mjs'), detour)
})
after(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

async function run(file: string) {
  const flags = ['--disable-warning=ExperimentalWarning', '--import=./detour.mjs']
  const env = { PATH: process.env.PATH, SHOP_KEY: app.owner, NO_COLOR: '1' }
  const child = spawn(process.execPath, [...flags, file], { cwd: folder, env })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [printed, complaints, status] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { printed, complaints, status }
}

suite('the README', () => {
  for (const recipe of recipes.filter(({ inPage }) => !inPage)) {
    test(`does and prints what it says: ${recipe.heading}`, async () => {
      const { printed, complaints, status } = await run(fileOf(recipe))
      assert.deepEqual([status, complaints], [0, ''])
      assert.ok(isPrinted(printed, recipe), `It printed\n${printed}\nwhere the README says\n${recipe.prints}`)
    })
  }

  test('has code of sound types', () => {
    const compilerOptions = {
      module: 'nodenext',
      target: 'esnext',
      lib: ['esnext', 'dom'],
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    }
    // As modules of their own: they have names in common.
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const compiler = join(ROOT, 'node_modules/.bin/tsc')
    const { status, stdout } = spawnSync(compiler, ['-p', folder], { encoding: 'utf8' })
    assert.deepEqual([status, stdout], [0, ''])
  })
})
