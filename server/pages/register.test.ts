import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aProduct } from '#testing/shop.ts'
import { built, createRoot, INLINE, type PagesRoot, SCRIPT } from './dist.fixture.ts'

const EVIL = 'Cup</script><script>alert(1)</script>\u2028"'

let pages: PagesRoot
let app: TestApp

before(async () => {
  pages = await createRoot()
  await pages.write(built())
  app = await createTestApp({ config: { pages: { mode: 'serve', root: pages.root } } })
  const post = (path: string, body: object) => app.request('POST', path, { token: app.owner, body })
  const { body: kitchen } = await post('/api/admin/categories', { title: 'Kitchen', handle: 'kitchen' })
  const { body: cups } = await post('/api/admin/categories', {
    title: 'Cups',
    handle: 'cups',
    parentId: kitchen.id,
  })
  await aProduct(app, { title: EVIL, handle: 'evil-cup', description: EVIL, categoryIds: [cups.id] })
})
after(async () => {
  await app.close()
  await pages.remove()
})

const get = (path: string, headers: Record<string, string> = {}) => app.request('GET', path, { headers })

const firstData = (html: string): [[string, object], Loose][] => {
  const [, json = ''] = /<script type="application\/json" id="first-data">(.*)<\/script>/.exec(html) ?? []
  return JSON.parse(json).queries
}
const dataIn = (html: string): Loose[] =>
  [...html.matchAll(/<script type="application\/ld\+json">(.*)<\/script>/g)].map(([, json = '']) =>
    JSON.parse(json),
  )
const keysOf = (html: string) => firstData(html).map(([key]) => key)
const BASE = [
  ['/shop', {}],
  ['/categories', { limit: 100 }],
  ['/me', {}],
]

test('the first page has what it will ask for first in it, byte for byte what the API answers', async () => {
  const { status, body, headers } = await get('/')
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  assert.deepEqual(keysOf(body), [...BASE, ['/products', { limit: 12 }]])
  for (const [[path, query], value] of firstData(body)) {
    if (path === '/me') assert.equal(value, null)
    else {
      const asked = await get(`/api${path}?${new URLSearchParams(query as Record<string, string>)}`)
      assert.deepEqual(value, asked.body, path)
    }
  }
  assert.deepEqual(
    dataIn(body).map((each) => each['@type']),
    ['WebSite', 'Organization'],
  )
  assert.match(body, /<title>Marketsquare<\/title>/)
  assert.match(body, /<link rel="canonical" href="http:\/\/127\.0\.0\.1:4000\/">/)
})

test('a page is kept by its reader alone, runs its own scripts alone, and is closed to other sites', async () => {
  const { headers } = await get('/')
  assert.equal(headers['cache-control'], 'private, no-cache')
  assert.equal(headers.vary, 'Cookie, Accept-Language, Accept-Encoding')
  assert.equal(headers['access-control-allow-origin'], undefined)
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
  const policy = String(headers['content-security-policy'])
  assert.ok(policy.includes(`script-src 'self' 'sha256-${hash('sha256', INLINE, 'base64')}';`), policy)
  assert.ok(policy.includes("img-src 'self' data: blob: https: http:;"), policy)
  assert.ok(policy.includes("form-action 'self';"), policy)
  assert.ok(policy.includes("frame-ancestors 'none'"), policy)
})

test('a product’s page names its offer, its place and what it is made of', async () => {
  const { status, body } = await get('/products/evil-cup?variant=1')
  assert.equal(status, 200)
  assert.deepEqual(keysOf(body), [...BASE, ['/products/evil-cup', {}]])
  assert.equal(firstData(body)[3]?.[1].title, EVIL)
  const [product, breadcrumbs] = dataIn(body)
  assert.deepEqual(
    [product.name, product.offers.price, product.offers.availability],
    [EVIL, '19.99', 'https://schema.org/InStock'],
  )
  assert.deepEqual(
    breadcrumbs.itemListElement.map((each: Loose) => each.name),
    ['Marketsquare', 'Kitchen', 'Cups', EVIL],
  )
  assert.match(body, /<link rel="canonical" href="http:\/\/127\.0\.0\.1:4000\/products\/evil-cup">/)
  for (const link of [
    '<link rel="modulepreload" crossorigin href="/assets/product-1.js">',
    '<link rel="modulepreload" crossorigin href="/assets/price-1.js">',
    '<link rel="stylesheet" crossorigin href="/assets/product-1.css">',
    '<link rel="stylesheet" crossorigin href="/assets/price-1.css">',
  ]) {
    assert.ok(body.includes(link), link)
  }
  assert.doesNotMatch(body, /modulepreload[^>]*(shared|index)-1/)
})

test('a title that would be a script is a title', async () => {
  for (const path of ['/', '/products/evil-cup', '/categories/cups']) {
    const { body } = await get(path)
    assert.doesNotMatch(body, /<script>alert|<script[^>]*>[^<]*\u2028/, path)
    assert.equal(body.match(/<script/g)?.length, body.match(/<\/script>/g)?.length, path)
  }
})

test('a category’s page lists what is in it, and is found without its filters alone', async () => {
  const { body } = await get('/categories/cups')
  assert.deepEqual(keysOf(body), [
    ...BASE,
    ['/categories/cups', {}],
    ['/products', { category: 'cups', limit: 24 }],
  ])
  const [, list] = dataIn(body)
  assert.equal(list.itemListElement[0].url, 'http://127.0.0.1:4000/products/evil-cup')
  assert.doesNotMatch(body, /noindex/)
  assert.match((await get('/categories/cups?sort=price')).body, /<meta name="robots" content="noindex">/)
})

test('pages of one’s own and of results are nothing for search engines', async () => {
  const paths = [
    '/search?q=x',
    '/cart',
    '/checkout',
    '/account',
    '/account/orders',
    '/orders/order_1',
    '/sign-in',
  ]
  for (const path of paths) {
    const { status, body } = await get(path)
    assert.equal(status, 200, path)
    assert.match(body, /<meta name="robots" content="noindex">/, path)
    assert.doesNotMatch(body, /rel="canonical"/)
    assert.deepEqual(keysOf(body), BASE)
  }
})

test('language and colours are as the reader chose', async () => {
  const german = await get('/cart', { 'accept-language': 'de-DE,de' })
  assert.match(german.body, /<html lang="de">.*<title>Warenkorb · Marketsquare<\/title>/s)
  const cookie = 'marketsquare_language=en; marketsquare_colours=dark'
  const chosen = await get('/cart', { 'accept-language': 'de-DE,de', cookie })
  assert.match(chosen.body, /<html lang="en" data-mantine-color-scheme="dark">/)
})

test('who is signed in finds their account in the page, which is not compressed with it', async () => {
  const account = { email: 'ada@example.com', password: 'long enough 1', name: 'Ada' }
  const registered = await app.request('POST', '/api/register', { body: { ...account, cookie: true } })
  const [cookie = ''] = String(registered.headers['set-cookie']).split(';')
  const { body, headers } = await get('/', { cookie, 'accept-encoding': 'br' })
  assert.equal(headers['content-encoding'], undefined)
  assert.equal(headers.etag, undefined)
  const me = firstData(body).find(([[path]]) => path === '/me')?.[1]
  assert.equal(me.email, 'ada@example.com')
  assert.deepEqual(me, (await get('/api/me', { cookie })).body)
  const stranger = await get('/', { cookie: '__Host-session=mst_nobody' })
  assert.equal(firstData(stranger.body)[2]?.[1], null)
})

test('what there is not answers 404 with a page; a file, an address of the API and a method in their way', async () => {
  for (const path of ['/nowhere', '/products/none', '/categories/none', '/account/nothing', '/a/b/c']) {
    const { status, body } = await get(path)
    assert.equal(status, 404, path)
    assert.match(body, /<title>There is nothing here · Marketsquare<\/title>/)
    assert.match(body, /noindex/)
  }
  const file = await get('/assets/none.js')
  assert.deepEqual([file.status, file.body], [404, 'There is no such file.\n'])
  for (const path of ['/api', '/api/', '/api/nowhere', '/api/nowhere/x.js?y']) {
    const { status, body, headers } = await get(path)
    assert.deepEqual([status, body.code], [404, 'http.not_found'], path)
    assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8')
  }
  const posted = await app.request('POST', '/cart', { body: {} })
  assert.deepEqual([posted.status, posted.body.code], [404, 'http.not_found'])
})

test('the admin has shells of its own below /admin, for nobody to find', async () => {
  for (const path of ['/admin', '/admin/orders/order_1', '/admin/sign-in?token=x']) {
    const { status, body } = await get(path)
    assert.equal(status, 200, path)
    assert.match(body, /noindex/)
    assert.ok(body.includes('src="/admin/assets/index-1.js"'))
    assert.deepEqual(keysOf(body), [
      ['/shop', {}],
      ['/me', {}],
    ])
  }
  assert.equal((await get('/admin/nowhere')).status, 404)
  assert.equal((await get('/admin/assets/index-1.js')).status, 200)
})

test('assets are kept for ever, in the smallest form that the client reads', async () => {
  const plain = await get('/assets/index-1.js')
  assert.equal(plain.body, SCRIPT)
  assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(plain.headers['content-type'], 'text/javascript; charset=utf-8')
  assert.equal(plain.headers.vary, 'Accept-Encoding')
  const forms: [string, string | undefined][] = [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
  ]
  for (const [accepted, coding] of forms) {
    const { status, headers } = await get('/assets/index-1.js', { 'accept-encoding': accepted })
    assert.deepEqual([status, headers['content-encoding']], [200, coding], accepted)
  }
  const small = await get('/assets/small-1.js', { 'accept-encoding': 'br' })
  assert.deepEqual([small.body, small.headers['content-encoding']], ['small', undefined])
  const known = await get('/assets/index-1.js', { 'if-none-match': String(plain.headers.etag) })
  assert.equal(known.status, 304)
  assert.equal((await get('/favicon.svg')).headers['cache-control'], 'public, max-age=3600')
})

test('HEAD answers as GET would, without the body', async () => {
  for (const path of ['/', '/products/evil-cup', '/assets/index-1.js', '/nowhere', '/sitemap.xml']) {
    const asked = await get(path)
    const { status, body, headers } = await app.request('HEAD', path)
    assert.deepEqual([status, body], [asked.status, ''], path)
    assert.equal(headers['content-length'], asked.headers['content-length'], path)
  }
})

test('a page of nobody’s is compressed, and not sent again to whoever has it', async () => {
  const { body } = await get('/cart')
  const reply = await app.http.inject({ url: '/cart', headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(reply.headers['content-encoding'], 'br')
  assert.equal(brotliDecompressSync(reply.rawPayload).toString(), body)
  const again = await get('/cart', { 'if-none-match': String(reply.headers.etag) })
  assert.deepEqual([again.status, again.body], [304, ''])
})

test('nothing leads out of the folder that is served', async () => {
  await writeFile(join(pages.root, 'secret.txt'), 'secret')
  for (const path of [
    '/assets/../../../secret.txt',
    '/assets/..%2f..%2f..%2fsecret.txt',
    '/%2e%2e/%2e%2e/secret.txt',
    '/.stamp',
    '/.vite/manifest.json',
    '/index.html',
    '/assets/index-1.js%00',
    '/__proto__',
  ]) {
    const { status, body } = await get(path)
    assert.equal(status, 404, path)
    assert.doesNotMatch(JSON.stringify(body), /secret\b(?!\.txt)|stamp-1|isEntry/, path)
  }
})

test('search engines hear where not to look, and of everything that there is to be found', async () => {
  const robots = await get('/robots.txt')
  assert.match(robots.body, /^User-agent: \*\nDisallow: \/api\nDisallow: \/admin\n/)
  assert.match(robots.body, /\nSitemap: http:\/\/127\.0\.0\.1:4000\/sitemap\.xml\n$/)
  const { headers, body } = await get('/sitemap.xml')
  assert.equal(headers['content-type'], 'application/xml; charset=utf-8')
  const found = [...String(body).matchAll(/<loc>http:\/\/127\.0\.0\.1:4000([^<]*)<\/loc>/g)].map(
    ([, at]) => at,
  )
  assert.deepEqual(found.sort(), ['/', '/categories/cups', '/categories/kitchen', '/products/evil-cup'])
})

test('a page counts as one request, and what it shows as none', async () => {
  await get('/products/evil-cup')
  const { body } = await get('/metrics')
  const counted = String(body).match(/http_request_duration_seconds_count\{[^}]*\}/g) ?? []
  assert.ok(
    counted.some((each) => each.includes('"/products/:handle"')),
    counted.join('\n'),
  )
})

test('a browser is told in words why a page cannot be had; a program, and a browser below /api, as ever', async () => {
  const busy = await createTestApp({
    config: {
      pages: { mode: 'serve', root: pages.root },
      http: { ...app.config.http, concurrencyMax: 0 },
    },
  })
  const browser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }
  for (const path of ['/', '/admin/orders', '/products/evil-cup']) {
    const { status, body, headers } = await busy.request('GET', path, browser)
    assert.equal(status, 503, path)
    assert.match(body, /<h1>The shop is busy<\/h1>/)
    assert.equal(headers['retry-after'], '1')
    assert.equal((await busy.request('GET', path)).body.code, 'http.busy')
  }
  assert.equal((await busy.request('GET', '/api/shop', browser)).body.code, 'http.busy')
  assert.equal((await app.request('GET', '/api/nowhere', browser)).body.code, 'http.not_found')
  await busy.close()
})

test('while there is nothing to serve, pages say so and the API answers', async () => {
  const empty = await createRoot()
  const bare = await createTestApp({ config: { pages: { mode: 'build', root: empty.root } } })
  const waiting = await bare.request('GET', '/admin/orders')
  assert.equal(waiting.status, 503)
  assert.equal(waiting.headers['retry-after'], '3')
  assert.equal(waiting.headers['cache-control'], 'no-store')
  assert.match(waiting.body, /<h1>The pages are being built<\/h1>/)
  assert.match(waiting.body, /<meta http-equiv="refresh" content="3">/)
  assert.equal((await bare.request('GET', '/api/shop')).status, 200)

  await mkdir(join(empty.root, 'storefront', '.building'), { recursive: true })
  await writeFile(join(empty.root, 'storefront', '.building', 'failed'), 'why')
  assert.match((await bare.request('GET', '/')).body, /could not be built.*npm run build/s)

  await empty.write(built())
  assert.equal((await bare.request('GET', '/')).status, 200)
  await rm(join(empty.root, 'storefront', 'dist'), { recursive: true })
  assert.equal((await bare.request('GET', '/')).status, 200)
  await bare.close()
  await empty.remove()
})

test('without pages there is the API alone', async () => {
  const bare = await createTestApp()
  for (const path of ['/', '/admin', '/robots.txt', '/nowhere']) {
    const { status, body } = await bare.request('GET', path)
    assert.deepEqual([status, body.code], [404, 'http.not_found'], path)
  }
  await bare.close()
})
