import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aCart, aProduct, aPromotion, aZone, checkOut, usd } from '#testing/shop.ts'
import { carts } from './collections.ts'

let app: TestApp
let product: Loose
let variantId: string
let writes = 0

before(async () => {
  app = await createTestApp()
  product = await aProduct(app)
  variantId = product.variants[0].id
  await aZone(app)
  app.store.onCommit((commit) => {
    writes += commit.filter((write) => write.collection.name === carts.name).length
  })
})
after(() => app.close())

const read = async ({ id }: Loose): Promise<Loose> => (await app.request('GET', `/api/carts/${id}`)).body
const stored = ({ id }: Loose) => app.run((ctx) => ctx.get(carts, id))

async function writesDuring(work: () => Promise<unknown>): Promise<number> {
  const before = writes
  await work()
  return writes - before
}

const setPrice = async (amount: number) => {
  const variants = [{ id: variantId, price: usd(amount) }]
  const reply = await app.request('PATCH', `/api/admin/products/${product.id}`, {
    token: app.owner,
    body: { variants },
  })
  assert.equal(reply.status, 200)
}

describe('reading a cart', () => {
  it('writes nothing as long as it costs what it did', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    assert.equal(await writesDuring(() => read(cart)), 0)
    app.clock.advance(60_000)
    assert.equal(await writesDuring(() => read(cart)), 0)
    assert.deepEqual(await read(cart), cart)
  })

  it('saves the new prices first, so that the version stands for what was shown', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 2 }] })
    await setPrice(2_500)
    let shown: Loose
    assert.equal(await writesDuring(async () => (shown = await read(cart))), 1)
    assert.deepEqual([shown.version, shown.totals.subtotal], [cart.version + 1, usd(5_000)])
    assert.equal(await writesDuring(() => read(cart)), 0)
    assert.deepEqual((await stored(cart))?.trail.at(-1), {
      version: shown.version,
      changed: ['prices'],
      total: usd(6_000),
    })
    const paid = await checkOut(app, shown)
    assert.deepEqual([paid.status, paid.body.totals.subtotal], [201, usd(5_000)])
  })

  it('is safe for many at once: one of them saves', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 2 }] })
    await setPrice(2_700)
    const many = await Promise.all(Array.from({ length: 10 }, () => read(cart)))
    assert.deepEqual(new Set(many.map((each) => each.version)), new Set([cart.version + 1]))
  })

  it('shows what became of an item that was taken off sale, and sells the rest', async () => {
    const other = (await aProduct(app, { title: 'Red Mug' })).variants[0].id
    const items = [variantId, other].map((id) => ({ variantId: id, quantity: 1 }))
    const cart = await aCart(app, { items })
    const unpublish = { token: app.owner, body: { status: 'draft' } }
    await app.request('PATCH', `/api/admin/products/${product.id}`, unpublish)
    const shown = await read(cart)
    const [gone] = shown.lines
    assert.deepEqual([gone.title, gone.forSale, gone.total], ['Blue Mug', false, usd(0)])
    assert.deepEqual(
      shown.problems.map((each: Loose) => [each.code, each.lineId]),
      [['not_for_sale', gone.id]],
    )
    const refused = await checkOut(app, shown)
    assert.deepEqual([refused.status, refused.body.code], [422, 'order.incomplete'])
    const rest = await app.request('DELETE', `/api/carts/${cart.id}/lines/${gone.id}`)
    assert.deepEqual([rest.body.problems, rest.body.totals.subtotal], [[], usd(1_999)])
    const publish = { token: app.owner, body: { status: 'published' } }
    await app.request('PATCH', `/api/admin/products/${product.id}`, publish)
  })

  it('heeds the clock: a coupon that has ended takes nothing off any more', async () => {
    const endsAt = new Date(app.clock.now() + 60_000).toISOString()
    await aPromotion(app, { code: 'TODAY', endsAt })
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }], coupons: ['TODAY'] })
    assert.equal(cart.coupons[0].applied, true)
    app.clock.advance(60_000)
    const shown = await read(cart)
    assert.deepEqual([shown.coupons[0].applied, shown.totals.discount], [false, usd(0)])
    assert.match(shown.coupons[0].message, /^TODAY: Ended on 2026-11-02 09:0\d UTC$/)
  })

  it('writes nothing to one that became an order: what was paid stands there', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const { body: order } = await checkOut(app, cart)
    const sold = await read(cart)
    await setPrice(9_900)
    assert.equal(await writesDuring(() => read(cart)), 0)
    const shown = await read(cart)
    assert.deepEqual([shown.orderId, shown.version, shown.problems], [order.id, sold.version, []])
    const after = await app.request('GET', `/api/orders/${order.id}?token=${order.token}`)
    assert.deepEqual(after.body.totals, order.totals)
  })
})

describe('changing a cart', () => {
  it('at new prices says only what the customer changed, and shows both', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    await setPrice(1_000)
    const { body } = await app.request('POST', `/api/carts/${cart.id}/lines`, {
      body: { variantId, quantity: 1 },
    })
    assert.deepEqual([body.version, body.totals.subtotal], [cart.version + 1, usd(2_000)])
    assert.deepEqual((await stored(cart))?.trail.at(-1)?.changed, ['lines'])
  })

  it('counts all of fifty clicks that come at once', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const clicks = Array.from({ length: 50 }, () =>
      app.request('POST', `/api/carts/${cart.id}/lines`, { body: { variantId, quantity: 1 } }),
    )
    const replies = await Promise.all(clicks)
    assert.deepEqual(new Set(replies.map((reply) => reply.status)), new Set([200]))
    assert.equal(new Set(replies.map((reply) => reply.body.version)).size, 50)
    const shown = await read(cart)
    assert.deepEqual([shown.lines[0].quantity, shown.version], [51, cart.version + 50])
  })
})
