import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aCart, aProduct, aVariant, checkOut, usd } from '#testing/shop.ts'

let app: TestApp
before(async () => {
  app = await createTestApp()
})
after(() => app.close())

const staff = (method: string, path: string, ask: Loose = {}) =>
  app.request(method, `/api/admin${path}`, { token: app.owner, ...ask })
const lowStock = async (): Promise<Loose> => (await staff('GET', '/low-stock')).body
const low = async (): Promise<[string, number][]> =>
  (await lowStock()).data.map((row: Loose) => [row.title, row.onHand])
const put = (variantId: string, onHand: number) =>
  staff('PUT', `/variants/${variantId}/stock`, { body: { onHand } })

async function minutes(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    app.clock.advance(MINUTE_MS)
    await app.worker.idle()
  }
}

test('low stock is for those who may see stock', async () => {
  const { status, body } = await app.request('GET', '/api/admin/low-stock')
  assert.deepEqual([status, body.code], [401, 'access.unauthenticated'])
})

test('what is running out is listed with its title, the least first', async () => {
  const shirt = await aProduct(app, {
    title: 'Shirt',
    variants: [
      { price: usd(100), options: { Size: 'S' }, sku: 'S-1', onHand: 3 },
      { price: usd(100), options: { Size: 'M' }, onHand: 5 },
    ],
  })
  await aVariant(app, { onHand: 1 }, { title: 'Mug' })
  await aVariant(
    app,
    { stock: { onHand: 0, backorder: true }, onHand: undefined },
    { title: 'Made to order' },
  )
  const body = await lowStock()
  assert.deepEqual([body.at, body.below], ['2026-11-02T09:00:00.000Z', 5])
  const [mug, small, ...others] = body.data
  assert.deepEqual(others, [])
  assert.deepEqual([mug.title, mug.onHand, mug.variantTitle, mug.sku], ['Mug', 1, null, null])
  assert.deepEqual(small, {
    variantId: shirt.variants[0].id,
    productId: shirt.id,
    title: 'Shirt',
    variantTitle: 'S',
    sku: 'S-1',
    onHand: 3,
  })
})

test('what was filled up is gone at once; what ran out since follows soon after somebody asks', async () => {
  const { data } = await lowStock()
  const mug = data.find(({ title }: Loose) => title === 'Mug')
  await put(mug.variantId, 50)
  assert.deepEqual(await low(), [['Shirt', 3]])
  const lamp = await aVariant(app, { onHand: 6, requiresShipping: false }, { title: 'Lamp' })
  await minutes(1)
  await checkOut(app, await aCart(app, { items: [{ variantId: lamp, quantity: 4 }] }))
  assert.deepEqual(await low(), [['Shirt', 3]])
  await low()
  await app.worker.idle()
  assert.deepEqual(await low(), [
    ['Lamp', 2],
    ['Shirt', 3],
  ])
})

test('it is looked through every five minutes, if anything has changed', async () => {
  await minutes(6)
  const { at } = await lowStock()
  await minutes(6)
  assert.equal((await lowStock()).at, at)
  await aVariant(app, { onHand: 4 }, { title: 'Pen' })
  await minutes(6)
  assert.deepEqual((await low()).at(-1), ['Pen', 4])
})

test('the bound is a setting', async () => {
  const { status } = await staff('PATCH', '/settings/sections/inventory', { body: { lowStockBelow: 3 } })
  assert.equal(status, 200)
  const body = await lowStock()
  assert.deepEqual([body.below, body.data.length], [3, 1])
})

test('a hundred are listed, of however many there are', async () => {
  const variants = Array.from({ length: 130 }, (_, n) => ({
    price: usd(100),
    options: { No: `${n}` },
    onHand: n < 20 ? 0 : 1,
  }))
  await aProduct(app, { title: 'Beads', variants })
  await minutes(6)
  const found = (await low()).map(([, onHand]) => onHand)
  assert.deepEqual([found.length, found.filter((onHand) => onHand === 0).length], [100, 20])
})
