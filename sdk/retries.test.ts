import assert from 'node:assert/strict'
import { after, before, beforeEach, suite, test } from 'node:test'
import { createTestApp, type TestApp } from '../server/testing/app.ts'
import { aCart, aVariant, aZone } from '../server/testing/shop.ts'
import { createFlakyProxy, type FlakyProxy } from './flaky-proxy.fixture.ts'
import { apiKey, createShop, NetworkError, type Shop, ShopError } from './index.ts'
import { waitMsAfter } from './retries.ts'

let app: TestApp
let proxy: FlakyProxy
let shop: Shop
let owner: Shop

before(async () => {
  app = await createTestApp()
  proxy = await createFlakyProxy(await app.http.listen({ port: 0, host: '127.0.0.1' }))
  shop = createShop({ baseUrl: proxy.url })
  owner = createShop({ baseUrl: proxy.url, session: apiKey(app.owner) })
  await aZone(app)
})
beforeEach(() => void proxy.taken())
after(async () => {
  await proxy.close()
  await app.close()
})

const keysOf = (requests: ReturnType<FlakyProxy['taken']>) =>
  requests.map(({ headers }) => headers['idempotency-key'])

async function aCheckout() {
  const variantId = await aVariant(app)
  const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
  const payment = { provider: 'test', token: 'success' }
  return { path: { cartId: cart.id as string }, body: { version: cart.version as number, payment } }
}

async function ordersOf({ path }: { path: { cartId: string } }): Promise<string[]> {
  const ids: string[] = []
  for await (const { id, cartId } of owner.each('/admin/orders')) if (cartId === path.cartId) ids.push(id)
  return ids
}

suite('a POST whose connection breaks', () => {
  for (const fate of ['unheard', 'half-sent', 'unanswered', 'half-answered'] as const) {
    test(`is sent again with the same key and done once: ${fate}`, async () => {
      const checkout = await aCheckout()
      proxy.next(fate)
      const order = await shop.post('/carts/{cartId}/checkout', checkout)
      assert.equal(order.status, 'paid')
      const [first, second, ...more] = keysOf(proxy.taken())
      assert.match(String(first), /^[0-9a-f]{32}$/)
      assert.equal(second, first)
      assert.deepEqual(more, [])
      assert.deepEqual(await ordersOf(checkout), [order.id])
    })
  }

  test('is given up after three repetitions, and then can be sent again by whoever holds its key', async () => {
    const checkout = { ...(await aCheckout()), key: 'the-decision-to-buy' }
    proxy.next('unanswered', 'unanswered', 'unheard', 'unanswered')
    const error = await shop.post('/carts/{cartId}/checkout', checkout).catch((it) => it)
    assert.ok(error instanceof NetworkError)
    assert.match(error.message, /^The shop did not answer: .+\. Check the connection/)
    assert.equal(proxy.taken().length, 4)
    const order = await shop.post('/carts/{cartId}/checkout', checkout)
    assert.equal(order.status, 'paid')
    assert.deepEqual(keysOf(proxy.taken()), ['the-decision-to-buy'])
    assert.deepEqual(await ordersOf(checkout), [order.id])
  })
})

suite('a change', () => {
  const rate = { name: 'Tax', countryCode: 'US', region: 'NY', percent: 5 }
  const at = '/admin/tax-rates/{taxRateId}'

  test('by PATCH is sent again only where it names a version', async () => {
    const { id, version } = await owner.post('/admin/tax-rates', { body: rate })
    const path = { taxRateId: id }
    proxy.next('unheard')
    await assert.rejects(owner.patch(at, { path, body: { percent: 6 } }), NetworkError)
    proxy.next('unheard')
    assert.equal((await owner.patch(at, { path, body: { percent: 6 }, version })).percent, 6)
    await owner.delete(at, { path })
  })

  test('by PUT and DELETE is sent again', async () => {
    const zone = { name: 'Elsewhere', countries: ['CA'], rates: [] }
    const { id } = await owner.post('/admin/shipping-zones', { body: zone })
    const path = { zoneId: id }
    proxy.next('unanswered')
    assert.equal((await owner.put('/admin/shipping-zones/{zoneId}', { path, body: zone })).id, id)
    proxy.next('unheard')
    await owner.delete('/admin/shipping-zones/{zoneId}', { path })
  })
})

suite('what the shop asks for', () => {
  const busy = { 'content-type': 'application/problem+json', 'retry-after': '0' }
  const body = JSON.stringify({ status: 503, code: 'http.busy', detail: 'Busy.' })

  test('is done: after 503 and Retry-After it is asked again', async () => {
    proxy.next({ status: 503, headers: busy, body })
    assert.equal((await shop.get('/shop')).currency, 'USD')
    assert.equal(proxy.taken().length, 2)
  })

  test('is left to the caller where it does not say when, or not soon', async () => {
    proxy.next({ status: 503 })
    await assert.rejects(shop.get('/shop'), { status: 503, code: 'http.503' })
    proxy.next({ status: 503, headers: { ...busy, 'retry-after': '3600' }, body })
    await assert.rejects(shop.get('/shop'), { status: 503, code: 'http.busy', retryAfter: 3600 })
    assert.equal(proxy.taken().length, 2)
  })

  test('is waited for as long as it says, and longer each time for what says nothing', () => {
    const problem = { type: '', title: '', detail: '', requestId: '' }
    const refusal = (status: number, code: string, retryAfter?: number) =>
      new ShopError({ ...problem, status, code }, retryAfter)
    const lost = new NetworkError(new Error('reset'))
    assert.deepEqual(
      [0, 1, 2].map((tried) => waitMsAfter(lost, tried, 1)),
      [400, 800, 1600],
    )
    assert.deepEqual(
      [0, 1, 2].map((tried) => waitMsAfter(lost, tried, 0)),
      [200, 400, 800],
    )
    assert.equal(waitMsAfter(refusal(503, 'http.busy', 2), 0, 0), 2_100)
    assert.equal(waitMsAfter(refusal(409, 'idempotency.in_flight'), 1, 1), 800)
    assert.equal(waitMsAfter(refusal(429, 'http.too_many', 1), 0), undefined)
    assert.equal(waitMsAfter(refusal(500, 'http.internal'), 0), undefined)
    assert.equal(waitMsAfter(new TypeError('a mistake'), 0), undefined)
  })
})

suite('giving up', () => {
  test('rejects with the reason of the signal, and sends nothing more', async () => {
    const left = new AbortController()
    proxy.next('silence')
    const asked = shop.get('/shop', { signal: left.signal })
    while (proxy.taken().length === 0) await new Promise((resolve) => setImmediate(resolve))
    left.abort(new Error('left the page'))
    await assert.rejects(asked, /^Error: left the page/)
    await assert.rejects(shop.get('/shop', { signal: left.signal }), /left the page/)
    assert.deepEqual(proxy.taken(), [])
  })

  test('ends the wait for a repetition', async () => {
    const left = new AbortController()
    proxy.next({ status: 503, headers: { 'retry-after': '29' } })
    const asked = shop.get('/shop', { signal: left.signal })
    while (proxy.taken().length === 0) await new Promise((resolve) => setImmediate(resolve))
    setTimeout(() => left.abort(), 50)
    await assert.rejects(asked, { name: 'AbortError' })
    assert.deepEqual(proxy.taken(), [])
  })

  test('is also what happens to a try that takes too long; the next one may be quicker', async () => {
    const hasty = createShop({ baseUrl: proxy.url, timeoutMs: 400 })
    proxy.next('silence')
    assert.equal((await hasty.get('/shop')).currency, 'USD')
    const once = createShop({ baseUrl: proxy.url, timeoutMs: 100, retries: 0 })
    proxy.next('silence')
    await assert.rejects(once.get('/shop'), { name: 'NetworkError', message: /timeout/ })
  })
})
