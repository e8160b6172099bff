import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createTestApp, type TestApp } from '../server/testing/app.ts'
import { isPrinted, readRecipes } from './readme.fixture.ts'

// The SDK in a real browser, in a page of the shop's own origin.

const CHROMIUM = '/usr/bin/chromium'
const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking']
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-component-update', '--disable-sync', ...QUIET]

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const PAGE = `<!doctype html><title>A page of the shop</title><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "@marketsquare/sdk": "/test/index.ts" } }</script>
<input type="file" aria-label="Picture">`

suite('in a browser', { skip: !existsSync(CHROMIUM) && `there is no ${CHROMIUM}` }, () => {
  let app: TestApp
  let browser: Browser
  let page: Page
  const said: string[] = []

  before(async () => {
    app = await createTestApp()
    const { port } = new URL(await app.http.listen({ port: 0, host: '127.0.0.1' }))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
    page = await browser.newPage()
    page.on('console', (message) => void said.push(message.text()))
    page.on('pageerror', (error) => void said.push(String(error)))
    await page.route('**/test/**', (route) => {
      const name = new URL(route.request().url()).pathname.slice('/test/'.length)
      if (name === '') return route.fulfill({ contentType: 'text/html', body: PAGE })
      const source = readFileSync(join(import.meta.dirname, name), 'utf8')
      return route.fulfill({ contentType: 'text/javascript', body: stripTypeScriptTypes(source) })
    })
    await page.goto(`http://localhost:${port}/test/`)
  })
  after(async () => {
    await browser.close()
    await app.close()
  })

  /** Runs a program as a module of the page; answers what it printed. */
  async function run(code: string): Promise<string> {
    said.length = 0
    const content = `${stripTypeScriptTypes(code)}\nglobalThis.done?.()`
    await page.evaluate(
      (text) =>
        new Promise<void>((resolve, reject) => {
          const scope = globalThis as unknown as Scope
          scope.done = resolve
          const script = scope.document.createElement('script')
          Object.assign(script, { type: 'module', textContent: text, onerror: reject })
          scope.document.body.append(script)
        }),
      content,
    )
    return said.map((line) => `${line}\n`).join('')
  }

  for (const recipe of readRecipes().filter(({ inPage }) => inPage)) {
    test(`the README does and prints what it says: ${recipe.heading}`, async () => {
      await page.setInputFiles('input', { name: 'me.png', mimeType: 'image/png', buffer: PNG })
      const printed = await run(recipe.code)
      assert.ok(isPrinted(printed, recipe), `It printed\n${printed}\nwhere the README says\n${recipe.prints}`)
      const cookies = await page.context().cookies()
      assert.deepEqual(
        cookies.map(({ name, httpOnly }) => [name, httpOnly]),
        [['__Host-session', true]],
      )
    })
  }

  test('a file that is refused, given up or cut off is told apart', async () => {
    const printed = await run(`
      import { createShop, NetworkError, ShopError } from '@marketsquare/sdk'
      const shop = createShop({ retries: 0 })
      const onProgress = () => undefined
      const file = new Blob(['hello'], { type: 'image/png' })
      const tell = (error) => console.log(error.name, error.code ?? error.message)
      await shop.upload('/me/picture', { file, onProgress }).catch(tell)
      const signal = AbortSignal.abort(new Error('left the page'))
      await shop.upload('/me/picture', { file, onProgress, signal }).catch(tell)
      const left = new AbortController()
      const abort = () => left.abort(new Error('left in the middle'))
      await shop.upload('/me/picture', { file, onProgress: abort, signal: left.signal }).catch(tell)
      const nowhere = createShop({ baseUrl: 'http://localhost:9', retries: 0 })
      await nowhere.upload('/me/picture', { file, onProgress }).catch((error) => console.log(error.name))
      await nowhere.get('/shop').catch((error) => console.log(error.name))
    `)
    const lines = printed.split('\n').filter((line) => !line.startsWith('Failed to load resource'))
    assert.deepEqual(lines, [
      'ShopError profile.not_a_picture',
      'Error left the page',
      'Error left in the middle',
      'NetworkError',
      'NetworkError',
      '',
    ])
  })

  test('signing out takes the cookie away', async () => {
    await run("import { createShop } from '@marketsquare/sdk'\nawait createShop().post('/logout')")
    assert.deepEqual(await page.context().cookies(), [])
  })
})

/** As much of a page's surroundings as is needed here. */
interface Scope {
  done(): void
  readonly document: {
    createElement(name: string): object
    readonly body: { append(element: object): void }
  }
}
