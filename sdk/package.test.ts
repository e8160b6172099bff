import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, suite, test } from 'node:test'
import { createTestApp, type TestApp } from '../server/testing/app.ts'

// The package as others get it: built, packed, and installed where nothing of this repository is near.

const ROOT = join(import.meta.dirname, '..')
const PROGRAM = `
import { createShop, ShopError } from '@marketsquare/sdk'
const shop = createShop({ baseUrl: process.argv[2] })
const { currency } = await shop.get('/shop')
const cart = await shop.post('/carts')
let products = 0
for await (const product of shop.each('/products')) products += 1
const error = await shop.get('/me').catch((it) => it)
console.log(currency, cart.lines.length, products, error instanceof ShopError, error.code)
`
const TYPED = `
import { createShop, type Schemas } from '@marketsquare/sdk'
const shop = createShop({ baseUrl: 'http://127.0.0.1:4000' })
export const cart: Promise<Schemas['Cart']> = shop.get('/carts/{cartId}', { path: { cartId: 'x' } })
// @ts-expect-error: it is spelled otherwise
export const wrong = shop.get('/produts')
`

const lacking = spawnSync('npm', ['--version']).error !== undefined

suite('the package', { skip: lacking && 'it takes npm to pack it' }, () => {
  let folder: string
  let app: TestApp
  let baseUrl: string

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'marketsquare-package-'))
    run(
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'scripts/build-sdk.ts'),
      'built',
    )
    run('npm', 'pack', './built', '--silent')
    const [tarball = ''] = globSync('*.tgz', { cwd: folder })
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
    run('npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`)
    writeFileSync(join(folder, 'program.js'), PROGRAM)
    writeFileSync(join(folder, 'typed.ts'), TYPED)
    app = await createTestApp()
    baseUrl = await app.http.listen({ port: 0, host: '127.0.0.1' })
  })
  after(async () => {
    await app.close()
    rmSync(folder, { recursive: true })
  })

  function run(...[command, ...args]: [string, ...string[]]): string {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
    assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`)
    return stdout
  }

  test('brings what is ours, compiled, and nothing else', () => {
    const files = globSync('**/*', { cwd: join(folder, 'node_modules'), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length))
    const ours = files.filter((file) => file.startsWith('/node_modules/@marketsquare/sdk/'))
    assert.deepEqual(
      files.filter((file) => !ours.includes(file)),
      [],
    )
    const names = ours.map((file) => file.slice('/node_modules/@marketsquare/sdk/'.length))
    for (const name of names) assert.match(name, /\.js$|\.d\.ts$|^(README\.md|LICENSE|package\.json)$/)
    assert.doesNotMatch(names.join('\n'), /test|fixture/)
    const texts = names.map((name) =>
      readFileSync(join(folder, 'node_modules/@marketsquare/sdk', name), 'utf8'),
    )
    for (const content of texts) assert.doesNotMatch(content, /from '\.[^']*\.ts'|\]\(\.\.?\//)
  })

  for (const node of nodes()) {
    test(`works in plain JavaScript with Node ${versionOf(node)}`, async () => {
      const child = spawn(node, ['program.js', baseUrl], { cwd: folder })
      const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr)])
      assert.deepEqual([printed, complaints], ['USD 0 0 true access.unauthenticated\n', ''])
    })
  }

  for (const moduleResolution of ['nodenext', 'bundler']) {
    for (const compiler of ['node_modules', 'sdk/node_modules']) {
      test(`has types that ${compiler}/typescript finds by ${moduleResolution}`, () => {
        const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext'
        const lib = ['es2023', 'dom', 'dom.iterable']
        const compilerOptions = { module, moduleResolution, lib, types: [], strict: true, noEmit: true }
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }))
        run(join(ROOT, compiler, '.bin/tsc'), '-p', '.')
      })
    }
  }
})

/** The project's Node, and what else of 20 or later is on this machine. */
function nodes(): string[] {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path) && Number(versionOf(path).split('.')[0]) >= 20)
  const byVersion = new Map([process.execPath, ...found].map((path) => [versionOf(path), realpathSync(path)]))
  return [...byVersion.values()]
}

function versionOf(node: string): string {
  return spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1)
}
