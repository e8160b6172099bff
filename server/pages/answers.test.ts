import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { PER_MINUTE } from '#http/rate-limits.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import type { Built } from './built.ts'
import { built, createRoot, type PagesRoot } from './dist.fixture.ts'
import { createShells } from './shells.ts'
import { STOREFRONT_PAGES } from './storefront.ts'

let pages: PagesRoot
let app: TestApp

before(async () => {
  pages = await createRoot()
  await pages.write(built())
  app = await createTestApp({ config: { pages: { mode: 'serve', root: pages.root } } })
})
after(async () => {
  await app.close()
  await pages.remove()
})

test('a page with somebody’s account in it is kept nowhere, as the account itself', async () => {
  const account = { email: 'ada@example.com', password: 'long enough 1', name: 'Ada' }
  const registered = await app.request('POST', '/api/register', { body: { ...account, cookie: true } })
  const [cookie = ''] = String(registered.headers['set-cookie']).split(';')
  for (const path of ['/', '/account', '/admin', '/nowhere', '/api/me']) {
    const { headers } = await app.request('GET', path, { headers: { cookie } })
    assert.equal(headers['cache-control'], 'no-store', path)
  }
  assert.equal((await app.request('GET', '/')).headers['cache-control'], 'private, no-cache')
})

test('a file that was changed on the disk a moment ago is sent whole', async () => {
  assert.equal((await app.request('GET', '/favicon.svg')).body, '<svg/>')
  const longer = '<svg><title>A newer one</title></svg>'
  await writeFile(join(pages.root, 'storefront', 'dist', 'favicon.svg'), longer)
  const { body, headers } = await app.request('GET', '/favicon.svg')
  assert.deepEqual([body, headers['content-length']], [longer, String(longer.length)])
})

test('a file of a build that another process has shown to somebody already is found at once', async () => {
  assert.equal((await app.request('GET', '/assets/index-2.js')).status, 404)
  await pages.write({ 'storefront/dist/assets/index-2.js': 'newer', 'storefront/dist/.stamp': 'stamp-2' })
  const { status, body } = await app.request('GET', '/assets/index-2.js')
  assert.deepEqual([status, body], [200, 'newer'])
})

test('a page of something that could not be read is no page of nothing, and none to be remembered', async () => {
  const shells = createShells({
    ask: async ({ path }) => (path.startsWith('/products/') ? 'failed' : 'missing'),
    authenticate: async () => undefined,
    origin: () => 'https://shop.example',
  })
  const page = STOREFRONT_PAGES.find(({ path }) => path === '/products/:handle')
  const request = { params: { handle: 'pot' }, query: {}, headers: {}, ip: '::1', id: 'req_1' }
  const shelf = { template: () => '', linksFor: () => '' } as unknown as Built
  const { status } = await shells.storefront(shelf, page as never, request as never)
  assert.equal(status, 503)
})

test('the files of the pages do not count against what somebody may ask of the shop', async () => {
  const limited = await createTestApp({
    config: {
      pages: { mode: 'serve', root: pages.root },
      http: { ...app.config.http, rateLimits: true, trustProxy: true },
    },
  })
  const headers = { 'x-forwarded-for': '203.0.113.7' }
  for (let asked = 0; asked < PER_MINUTE.read; asked++) {
    await limited.request('GET', '/assets/none.js', { headers })
  }
  assert.equal((await limited.request('GET', '/assets/none.js', { headers })).status, 404)
  assert.equal((await limited.request('GET', '/api/shop', { headers })).status, 200)
  await limited.close()
})
