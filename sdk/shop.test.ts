import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createTestApp, type TestApp } from '../server/testing/app.ts'
import { apiKey, createShop, type Shop, ShopError } from './index.ts'

let app: TestApp
let baseUrl: string
let owner: Shop
let guest: Shop

before(async () => {
  app = await createTestApp()
  baseUrl = await app.http.listen({ port: 0, host: '127.0.0.1' })
  owner = createShop({ baseUrl: `${baseUrl}/`, session: apiKey(app.owner) })
  guest = createShop({ baseUrl })
})
after(() => app.close())

const rate = (region: string) => ({ name: `Tax of ${region}`, countryCode: 'US', region, percent: 5 })

/** A shop whose every request is answered by the function. */
const answering = (answer: (url: string, init: RequestInit) => Response): Shop =>
  createShop({
    baseUrl: 'https://shop.example',
    fetch: async (url, init) => answer(String(url), init ?? {}),
    retries: 0,
  })

suite('a request', () => {
  test('answers the body of its reply', async () => {
    const cart = await guest.post('/carts', { body: { countryCode: 'US' } })
    assert.match(cart.id, /^cart_/)
    assert.deepEqual(await guest.get('/carts/{cartId}', { path: { cartId: cart.id } }), cart)
  })

  test('says nothing where nothing is needed', async () => {
    assert.equal((await guest.get('/shop')).currency, 'USD')
    assert.match((await guest.post('/carts')).id, /^cart_/)
  })

  test('names the version that it builds on, and answers undefined where there is nothing', async () => {
    const { id, version } = await owner.post('/admin/tax-rates', { body: rate('NY') })
    const path = { taxRateId: id }
    await owner.patch('/admin/tax-rates/{taxRateId}', { path, body: { percent: 6 }, version })
    await assert.rejects(
      owner.patch('/admin/tax-rates/{taxRateId}', { path, body: { percent: 7 }, version }),
      { status: 412, code: 'http.precondition_failed' },
    )
    assert.equal(await owner.delete('/admin/tax-rates/{taxRateId}', { path }), undefined)
  })

  test('replaces a whole thing by put', async () => {
    const zone = (name: string) => ({ name, countries: ['US'], rates: [] })
    const { id } = await owner.post('/admin/shipping-zones', { body: zone('Here') })
    const path = { zoneId: id }
    const changed = await owner.put('/admin/shipping-zones/{zoneId}', { path, body: zone('There') })
    assert.equal(changed.name, 'There')
  })

  test('puts into its address what would mean something there', async () => {
    const urls: string[] = []
    const shop = answering((url) => {
      urls.push(url)
      return Response.json({ data: [], next: null })
    })
    await shop.get('/products/{idOrHandle}', { path: { idOrHandle: 'a/b?c#d é' } })
    await shop.get('/products', { query: { category: 'cups & mugs', limit: 3, after: undefined } })
    assert.deepEqual(urls, [
      'https://shop.example/api/products/a%2Fb%3Fc%23d%20%C3%A9',
      'https://shop.example/api/products?category=cups+%26+mugs&limit=3',
    ])
  })

  test('is not sent to another address than the one that was meant', async () => {
    const shop = answering(() => assert.fail('it was sent'))
    for (const idOrHandle of ['', '.', '..']) {
      await assert.rejects(
        async () => shop.get('/products/{idOrHandle}', { path: { idOrHandle } }),
        /needs path\.idOrHandle/,
      )
    }
  })

  test('needs to know where the shop is, outside of its pages', () => {
    assert.throws(() => createShop(), /needs the baseUrl/)
  })
})

suite('a refusal', () => {
  test('is thrown with its code and all that it tells', async () => {
    const body = { email: 'not an address', password: 'short', name: 'A' }
    const error = await guest.post('/register', { body }).catch((it) => it)
    assert.ok(error instanceof ShopError)
    assert.deepEqual([error.status, error.code], [422, 'http.invalid'])
    assert.equal(error.problem.errors?.[0]?.field, 'email')
    assert.equal(error.message, error.problem.detail)
    await assert.rejects(guest.get('/me'), { status: 401, code: 'access.unauthenticated' })
  })

  test('says how long to wait, in seconds or by the clock of whoever said so', async () => {
    const waits = {
      '7': 7,
      'Fri, 10 Jul 2026 12:00:30 GMT': 30,
      'Fri, 10 Jul 2026 11:00:00 GMT': 0,
      soon: undefined,
    }
    for (const [value, retryAfter] of Object.entries(waits)) {
      const headers = { 'retry-after': value, date: 'Fri, 10 Jul 2026 12:00:00 GMT' }
      const shop = answering(() => new Response('', { status: 429, headers }))
      await assert.rejects(shop.get('/shop'), { status: 429, retryAfter })
    }
  })

  test('has the same form when it comes from something in between', async () => {
    const page = (status: number) =>
      new Response('<h1>Sorry</h1>', { status, headers: { 'content-type': 'text/html' } })
    await assert.rejects(answering(() => page(502)).get('/shop'), { status: 502, code: 'http.502' })
    await assert.rejects(answering(() => page(200)).get('/shop'), { status: 200, code: 'http.200' })
    const headers = { 'content-type': 'application/problem+json' }
    const broken = answering(() => new Response('{"cod', { status: 500, headers }))
    await assert.rejects(broken.get('/shop'), { status: 500, code: 'http.500' })
  })
})

suite('a list', () => {
  const regions = ['AL', 'AK', 'AZ', 'AR', 'CA']
  before(async () => {
    for (const region of regions) await owner.post('/admin/tax-rates', { body: rate(region) })
  })

  test('is read to its end, page by page', async () => {
    const found: (string | null)[] = []
    for await (const { region } of owner.each('/admin/tax-rates', { query: { limit: 2 } })) found.push(region)
    assert.deepEqual(found.sort(), regions.sort())
  })

  test('asks for no more than is used', async () => {
    const urls: string[] = []
    const shop = createShop({
      baseUrl,
      session: apiKey(app.owner),
      fetch: (url, init) => {
        urls.push(String(url))
        return fetch(url, init)
      },
    })
    const found: string[] = []
    for await (const { id } of shop.each('/admin/tax-rates', { query: { limit: 2 } })) {
      found.push(id)
      if (found.length === 3) break
    }
    assert.deepEqual([found.length, urls.length], [3, 2])
  })

  test('can be one page', async () => {
    const names: string[] = []
    for await (const { name } of guest.each('/payment-providers')) names.push(name)
    assert.deepEqual(names, ['test'])
  })

  test('rejects where it is when it is refused', async () => {
    const reading = guest.each('/admin/orders')
    await assert.rejects(reading.next(), { status: 401 })
  })
})

test('a query has a key of its address and what it asks, and fetches it', async () => {
  const path = { idOrHandle: 'blue-mug' }
  assert.deepEqual(guest.query('/products/{idOrHandle}', { path }).queryKey, ['/products/blue-mug', {}])
  const { queryKey, queryFn } = guest.query('/products', { query: { limit: 12 } })
  assert.deepEqual(queryKey, ['/products', { limit: 12 }])
  assert.deepEqual((await queryFn({})).data, [])
  const signal = AbortSignal.abort(new Error('left the page'))
  await assert.rejects(queryFn({ signal }), /left the page/)
})

test('a file is downloaded whole', async () => {
  const file = await owner.download('/me/export')
  assert.equal(JSON.parse(await file.text()).account.email, 'owner@example.com')
})
