import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Log } from '#context'
import { buildPages } from './builder.ts'
import { createRoot, type PagesRoot } from './dist.fixture.ts'
import { roomsIn } from './rooms.ts'
import { stampOf } from './stamp.ts'
import { isTaken, takeTurn } from './turn.ts'

const PAGE = `<!doctype html><html lang="en"><head><title>x</title><!-- head --></head>
<body><!-- first data --><script type="module" src="/src/main.ts"></script></body></html>`
const CONFIG = "export default { base: '/', build: { manifest: true } }\n"
const source = (word: string) => `document.body.textContent = '${`${word} `.repeat(400)}'\n`

let pages: PagesRoot
const said: string[] = []
const say = (details: object, message: string) => {
  const { room, output = '' } = details as { room?: string; output?: string }
  said.push(`${room}: ${message}${output}`)
}
const log: Log = { debug: say, info: say, warn: say, error: say }

before(async () => {
  pages = await createRoot()
  for (const room of ['storefront', 'admin']) {
    await pages.write({
      [`${room}/index.html`]: PAGE,
      [`${room}/vite.config.ts`]: CONFIG,
      [`${room}/src/main.ts`]: source('first'),
      [`${room}/public/favicon.svg`]: '<svg/>',
    })
  }
})
beforeEach(() => said.splice(0))
after(() => pages.remove())

const assets = () => join(pages.root, 'storefront', 'dist', 'assets')
const scripts = async () => (await readdir(assets())).filter((name) => name.endsWith('.js')).sort()
const builds = () => said.filter((line) => line.includes('Building')).length

test('two who begin at once build each room once, compressed and whole', async () => {
  const both = [buildPages(pages.root, log), buildPages(pages.root, log)]
  assert.deepEqual(await Promise.all(both.map(({ done }) => done)), [true, true])
  assert.equal(builds(), 2, said.join('\n'))
  const [script = ''] = await scripts()
  const text = await readFile(join(assets(), script), 'utf8')
  assert.match(text, /first first/)
  assert.equal(brotliDecompressSync(await readFile(join(assets(), `${script}.br`))).toString(), text)
  assert.equal(gunzipSync(await readFile(join(assets(), `${script}.gz`))).toString(), text)
  const dist = join(pages.root, 'storefront', 'dist')
  assert.deepEqual((await readdir(dist)).sort(), [
    '.assets.json',
    '.stamp',
    '.vite',
    'assets',
    'favicon.svg',
    'index.html',
  ])
  assert.deepEqual(await readdir(join(pages.root, 'storefront', '.building')), [])
})

test('what did not change is not built again; what changed is, and pages that are open keep their assets', async () => {
  assert.equal(await buildPages(pages.root, log).done, true)
  assert.deepEqual(said, [])
  const [old] = await scripts()
  await pages.write({ 'storefront/src/main.ts': source('second') })
  assert.equal(await buildPages(pages.root, log).done, true)
  assert.equal(builds(), 1)
  const second = await scripts()
  assert.equal(second.length, 2)
  assert.ok(second.includes(old ?? ''))
  await pages.write({ 'storefront/src/main.ts': source('third') })
  assert.equal(await buildPages(pages.root, log).done, true)
  const third = await scripts()
  assert.equal(third.length, 2)
  assert.ok(!third.includes(old ?? ''))
})

test('a build that fails says why, and leaves what was there', async () => {
  const before = await scripts()
  await pages.write({ 'storefront/src/main.ts': "import './nowhere.ts'\n" })
  assert.equal(await buildPages(pages.root, log).done, false)
  assert.match(said.join('\n'), /storefront: The pages could not be built.*npm run build.*nowhere\.ts/s)
  assert.deepEqual(await scripts(), before)
  const failed = join(pages.root, 'storefront', '.building', 'failed')
  assert.match(await readFile(failed, 'utf8'), /nowhere\.ts/)

  await pages.write({ 'storefront/src/main.ts': source('fourth') })
  assert.equal(await buildPages(pages.root, log).done, true)
  assert.equal(existsSync(failed), false)
})

test('a build that is stopped leaves nothing behind but what was there', async () => {
  await pages.write({ 'storefront/src/main.ts': source('fifth') })
  const before = await scripts()
  const { done, stop } = buildPages(pages.root, log)
  stop()
  assert.equal(await done, false)
  assert.deepEqual(await scripts(), before)
})

test('the stamp knows every source, and no test', async () => {
  const [room] = roomsIn(pages.root)
  const before = await stampOf(room)
  await pages.write({ 'storefront/src/main.test.ts': '', 'storefront/README.md': '' })
  assert.equal(await stampOf(room), before)
  for (const path of ['storefront/src/deep/more.ts', 'sdk/index.ts', 'package-lock.json']) {
    const known = await stampOf(room)
    await pages.write({ [path]: '' })
    assert.notEqual(await stampOf(room), known, path)
  }
})

test('a turn is one’s at a time, and passes on when its holder has died', async () => {
  const file = join(pages.root, 'turns', 'turn')
  const giveBack = await takeTurn(file)
  assert.ok(giveBack)
  assert.equal(await takeTurn(file), undefined)
  assert.equal(await isTaken(file), true)
  await giveBack()
  assert.equal(await isTaken(file), false)
  await mkdir(join(pages.root, 'turns'), { recursive: true })
  await writeFile(file, '999999999')
  assert.equal(await isTaken(file), false)
  assert.ok(await takeTurn(file))
})

test('a turn that lasts longer than any build is nobody’s: its number may be another process’s by now', async () => {
  const file = join(pages.root, 'turns', 'old-turn')
  await writeFile(file, String(process.pid))
  assert.equal(await isTaken(file), true)
  const then = Date.now() / 1_000 - 600
  await utimes(file, then, then)
  assert.equal(await isTaken(file), false)
  assert.ok(await takeTurn(file))
  assert.equal(await isTaken(file), true)
})
