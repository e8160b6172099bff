import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createTestApp, type TestApp } from '../../server/testing/app.ts'
import { createSite } from './express.ts'

let shop: TestApp
let server: Server
let base: string

before(async () => {
  shop = await createTestApp()
  server = createServer(await createSite(shop)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(async () => {
  server.close()
  server.closeAllConnections()
  await shop.close()
})

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

test('the shop answers at its own addresses', async () => {
  const products = await fetch(`${base}/api/products?limit=1`)
  assert.deepEqual([products.status, await products.json()], [200, { data: [], next: null }])
  assert.equal((await fetch(`${base}/readyz`)).status, 200)
  assert.equal((await fetch(`${base}/docs/`)).status, 200)
})

test('bodies, tokens and Idempotency-Keys arrive', async () => {
  const first = await post('/api/carts', { countryCode: 'US' }, { 'idempotency-key': 'mounted' })
  const again = await post('/api/carts', { countryCode: 'US' }, { 'idempotency-key': 'mounted' })
  assert.deepEqual([first.status, again.headers.get('idempotent-replayed')], [201, 'true'])
  assert.deepEqual(await again.json(), await first.json())
  const me = await fetch(`${base}/api/me`, { headers: { authorization: `Bearer ${shop.owner}` } })
  assert.equal(me.status, 200)
})

test('refusals are the shop’s, limits too', async () => {
  const unknown = await fetch(`${base}/api/nothing`)
  assert.equal(unknown.status, 404)
  assert.match(unknown.headers.get('content-type') ?? '', /problem\+json/)
  const large = await post('/api/carts', { countryCode: 'x'.repeat(300_000) })
  assert.equal(large.status, 413)
})

test('everything else is the site’s', async () => {
  assert.match(await (await fetch(`${base}/`)).text(), /My site/)
  const unknown = await fetch(`${base}/apiary`)
  assert.equal(unknown.status, 404)
  assert.match(await unknown.text(), /Cannot GET/)
})
