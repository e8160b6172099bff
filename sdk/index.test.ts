import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, type TestApp } from '../server/testing/app.ts'
import { createShop, type Shop, ShopError } from './index.ts'

let app: TestApp
let baseUrl: string
let owner: Shop
let guest: Shop

before(async () => {
  app = await createTestApp()
  baseUrl = await app.http.listen({ port: 0, host: '127.0.0.1' })
  owner = createShop({ baseUrl: `${baseUrl}/`, token: () => app.owner })
  guest = createShop({ baseUrl })
})
after(() => app.close())

interface Thing {
  id: string
  version: number
}

const rate = (region: string) => ({ name: `Tax of ${region}`, countryCode: 'US', region, percent: 5 })

test('a request answers the body of its reply', async () => {
  const cart = await guest.request<Thing>('POST', '/carts', { body: { countryCode: 'US' } })
  assert.match(cart.id, /^cart_/)
  assert.deepEqual(await guest.request('GET', `/carts/${cart.id}`), cart)
})

test('a refusal is thrown with its code and everything that it tells', async () => {
  const error = await guest.request('POST', '/login', { body: { email: 'a@example.com' } }).catch((it) => it)
  assert.ok(error instanceof ShopError)
  assert.deepEqual([error.status, error.code], [422, 'http.invalid'])
  assert.deepEqual(error.problem.errors, [{ field: 'password', reason: 'is required' }])
  await assert.rejects(guest.request('GET', '/me'), { status: 401, code: 'access.unauthenticated' })
})

test('the same key is the same request', async () => {
  const ask = { body: {}, idempotencyKey: 'once' }
  const [first, again] = [
    await guest.request('POST', '/carts', ask),
    await guest.request('POST', '/carts', ask),
  ]
  assert.deepEqual(again, first)
  const other = await guest.request<Thing>('POST', '/carts', { body: {} })
  assert.notDeepEqual(other, first)
})

test('a list is read to its end, page by page', async () => {
  const regions = ['AL', 'AK', 'AZ', 'AR', 'CA']
  for (const region of regions) await owner.request('POST', '/admin/tax-rates', { body: rate(region) })
  const found: string[] = []
  for await (const { region } of owner.list<{ region: string }>('/admin/tax-rates', { limit: 2 }))
    found.push(region)
  assert.deepEqual(found.sort(), regions.sort())
})

test('a change names the version that it builds on, and an empty reply is undefined', async () => {
  const { id, version } = await owner.request<Thing>('POST', '/admin/tax-rates', { body: rate('NY') })
  const path = `/admin/tax-rates/${id}`
  await owner.request('PATCH', path, { body: { percent: 6 }, version })
  await assert.rejects(owner.request('PATCH', path, { body: { percent: 7 }, version }), { status: 412 })
  assert.equal(await owner.request('DELETE', path), undefined)
})

test('what a proxy answers instead of the shop is an error like the others', async () => {
  const behind = createShop({
    baseUrl: 'https://shop.example',
    fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'retry-after': '7' } }),
  })
  await assert.rejects(behind.request('GET', '/shop'), { status: 502, code: 'http.502', retryAfter: 7 })
})
