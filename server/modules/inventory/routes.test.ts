import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { openStock, takeStock } from './index.ts'

let app: TestApp
const variantId = newId('var')
const path = `/api/admin/variants/${variantId}/stock`

before(async () => {
  app = await createTestApp()
  const items = [{ variantId, init: { onHand: 5 } }]
  await app.run(async (ctx) => void openStock(ctx, items, { type: 'opening', id: 'prod_1' }))
  app.takeEvents()
})
after(() => app.close())

const put = (body: unknown, headers = {}) => app.request('PUT', path, { body, token: app.owner, headers })

test('stock is for staff', async () => {
  for (const [method, url] of [
    ['GET', path],
    ['PUT', path],
    ['GET', `/api/admin/variants/${variantId}/movements`],
  ] as const) {
    assert.equal((await app.request(method, url, { body: method === 'PUT' ? {} : undefined })).status, 401)
  }
})

test('staff reads the stock of a variant', async () => {
  const { status, body, headers } = await app.request('GET', path, { token: app.owner })
  assert.equal(status, 200)
  assert.equal(headers.etag, '"1"')
  const { updatedAt, ...rest } = body
  assert.deepEqual(rest, {
    variantId,
    onHand: 5,
    tracked: true,
    backorder: false,
    available: 5,
    version: 1,
  })
  assert.equal(updatedAt, '2026-11-02T09:00:00.000Z')
})

test('what is not a count is refused by field', async () => {
  for (const body of [{}, { onHand: 1.5 }, { onHand: '3' }, { onHand: 1e12 }, { onHand: 1, more: 2 }]) {
    const reply = await put(body)
    assert.equal(reply.status, 422)
    assert.equal(reply.body.code, 'http.invalid')
    assert.ok(reply.body.errors[0].field)
  }
})

test('a variant that does not exist has no stock', async () => {
  const unknown = `/api/admin/variants/${newId('var')}/stock`
  const reply = await app.request('PUT', unknown, { token: app.owner, body: { onHand: 1 } })
  assert.equal(reply.status, 404)
  assert.equal(reply.body.code, 'inventory.missing')
  assert.equal((await app.request('GET', unknown, { token: app.owner })).status, 404)
  const odd = await app.request('GET', '/api/admin/variants/x/stock', { token: app.owner })
  assert.equal(odd.status, 404)
})

test('a count is set and recorded with who did it', async () => {
  app.clock.advance(1_000)
  const reply = await put({ onHand: 12, backorder: true })
  assert.equal(reply.status, 200)
  assert.equal(reply.body.onHand, 12)
  assert.equal(reply.body.version, 2)
  assert.deepEqual(app.takeEvents(), ['stock.changed'])
  const { body } = await app.request('GET', `/api/admin/variants/${variantId}/movements`, {
    token: app.owner,
  })
  assert.deepEqual(
    body.data.map(({ change, reason }: { change: number; reason: unknown }) => ({ change, reason })),
    [
      { change: 7, reason: { type: 'count', id: variantId } },
      { change: 5, reason: { type: 'opening', id: 'prod_1' } },
    ],
  )
  assert.match(body.data[0].by, /^user_/)
  assert.equal(body.next, null)
})

test('a count that builds on an older one is refused when it says so', async () => {
  app.clock.advance(1_000)
  await put({ onHand: 9, backorder: false })
  await app.run((ctx) => takeStock(ctx, [{ variantId, quantity: 1 }], { type: 'order', id: 'order_1' }))
  const stale = await put({ onHand: 9 }, { 'if-match': '"3"' })
  assert.equal(stale.status, 412)
  assert.equal((await put({ onHand: 9 }, { 'if-match': '"4"' })).status, 200)
  app.takeEvents()
})

test('movements come in pages, newest first', async () => {
  const url = `/api/admin/variants/${variantId}/movements`
  const first = await app.request('GET', `${url}?limit=2`, { token: app.owner })
  assert.equal(first.body.data.length, 2)
  const rest = await app.request('GET', `${url}?after=${first.body.next}`, { token: app.owner })
  const changes = [...first.body.data, ...rest.body.data].map(({ change }) => change)
  assert.equal(
    changes.reduce((a: number, b: number) => a + b, 0),
    9,
  )
  const bad = await app.request('GET', `${url}?after=nonsense`, { token: app.owner })
  assert.equal(bad.status, 400)
})
