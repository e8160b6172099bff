import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate as aTurn } from 'node:timers/promises'
import type { Engine } from '#store/engine.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { openTestStore, type TestStore } from '#testing/open-store.ts'
import { aCart, aProduct, aZone, checkOut, usd } from '#testing/shop.ts'
import { requote } from './change-cart.ts'
import { carts } from './collections.ts'
import { foresee } from './foresight.ts'

/** How often the shop stood and waited for its database: what is under way together counts once. */
let waits = 0

/** Answers a turn of the event loop later, as one at the other end of a network does. */
function distant(engine: Engine): Engine {
  let underWay = 0
  async function counted<R>(work: () => Promise<R>): Promise<R> {
    if (underWay === 0) waits += 1
    underWay += 1
    await aTurn()
    return work().finally(() => {
      underWay -= 1
    })
  }
  return {
    ...engine,
    get: (from, ids) => counted(() => engine.get(from, ids)),
    find: (from, query) => counted(() => engine.find(from, query)),
    commit: (writes) => counted(() => engine.commit(writes)),
  }
}

let store: TestStore
let app: TestApp
let variantId: string

before(async () => {
  store = await openTestStore()
  app = await createTestApp({ engine: distant(await store.open()) })
  const product = await aProduct(app)
  variantId = product.variants[0].id
  await aZone(app)
})
after(async () => {
  await app.close()
  await store.remove()
})

async function waitsOf(work: () => Promise<unknown>): Promise<number> {
  await app.worker.idle()
  waits = 0
  await work()
  return waits
}

test('a checkout waits for its database once before it commits', async () => {
  const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
  assert.equal(await waitsOf(() => checkOut(app, cart)), 2)
})

test('a change of a cart waits twice before it commits', async () => {
  const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
  const change = () =>
    app.request('POST', `/api/carts/${cart.id}/lines`, { body: { variantId, quantity: 1 } })
  assert.equal(await waitsOf(change), 3)
})

test('what was foreseen counts for nothing once another process has changed the cart', async () => {
  const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
  const [stored] = await app.store.engine.get(carts, [cart.id])
  assert.ok(stored)
  const { revision, schema } = stored
  const lines = (stored.body as Loose).lines.map((line: Loose) => ({ ...line, quantity: 3 }))
  // Past the store, whose listeners hear of this process's commits.
  const body = { ...stored.body, lines }
  await app.store.engine.commit([{ op: 'replace', collection: carts, id: cart.id, revision, schema, body }])
  await app.run(async (ctx) => {
    const foreseen = await foresee(ctx, cart.id)
    assert.equal(foreseen?.revision, revision)
    const now = await ctx.get(carts, cart.id)
    assert.ok(now)
    const { facts, quote } = await requote(ctx, now, foreseen)
    assert.notEqual(facts, foreseen?.facts)
    assert.deepEqual(quote.totals.subtotal, usd(3 * (quote.lines[0]?.unitPrice.amount ?? 0)))
  })
})

test('of a cart that nobody saw here, or that is closed, nothing is foreseen', async () => {
  const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
  await checkOut(app, cart)
  for (const id of [cart.id, 'cart_01ARZ3NDEKTSV4RRFFQ69G5FAV']) {
    assert.equal(await app.run((ctx) => foresee(ctx, id)), undefined)
  }
})
