import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { atOnce, countReplies } from '#testing/races.ts'
import { ADDRESS, aCart, aCustomer, aPromotion, aVariant, aZone, checkOut } from '#testing/shop.ts'
import { LINES_MAX, QUANTITY_MAX } from './cart.ts'
import { carts } from './collections.ts'

let app: TestApp
let mug: string
let pot: string
let people = 0

before(async () => {
  app = await createTestApp()
  await aZone(app)
  await aPromotion(app)
  mug = await aVariant(app, { onHand: 20_000 })
  pot = await aVariant(app, { onHand: 20_000 })
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

const someone = () => aCustomer(app, `cart${++people}@example.com`)
const own = (token: string) => app.request('GET', '/api/me/cart', { token })
const merge = (token: string, { id: cartId }: Loose) =>
  app.request('POST', '/api/me/cart/merge', { token, body: { cartId } })
const linesOf = ({ body }: Loose) =>
  body.lines.map(({ variantId, quantity }: Loose) => [variantId === mug ? 'mug' : 'pot', quantity])

describe('GET /api/me/cart', () => {
  it('opens a cart when it is first asked for, also by many at once, and answers it from then on', async () => {
    const { token } = await someone()
    const replies = await atOnce(10, () => own(token))
    assert.deepEqual(countReplies(replies), { 200: 10 })
    assert.equal(new Set(replies.map(({ body }) => body.id)).size, 1)
    assert.equal((await own(token)).body.email, `cart${people}@example.com`)
    assert.equal((await own(token)).body.version, 1)
    assert.equal((await app.request('GET', '/api/me/cart')).status, 401)
  })

  it('goes on with the cart that a customer opened before, and with a new one after the checkout', async () => {
    const { token } = await someone()
    const cart = await aCart(app, { items: [{ variantId: mug, quantity: 1 }], token })
    assert.equal((await own(token)).body.id, cart.id)
    assert.equal((await checkOut(app, cart, { token })).status, 201)
    const next = (await own(token)).body
    assert.notEqual(next.id, cart.id)
    assert.deepEqual([next.lines, (await own(token)).body.id], [[], next.id])
  })
})

describe('POST /api/me/cart/merge', () => {
  it('adds up quantities, keeps coupons and the address, and takes the guest’s cart away', async () => {
    const { token } = await someone()
    const mine = (await own(token)).body
    const add = { body: { variantId: mug, quantity: 2 }, token }
    await app.request('POST', `/api/carts/${mine.id}/lines`, add)
    const items = [
      { variantId: pot, quantity: 1 },
      { variantId: mug, quantity: 3 },
    ]
    const guests = await aCart(app, { items, coupons: ['SAVE20'] })
    const merged = await merge(token, guests)
    assert.equal(merged.status, 200)
    assert.deepEqual(
      [merged.body.id, linesOf(merged)],
      [
        mine.id,
        [
          ['mug', 5],
          ['pot', 1],
        ],
      ],
    )
    assert.equal(merged.body.coupons[0].code, 'SAVE20')
    assert.deepEqual(merged.body.shippingAddress, ADDRESS)
    assert.equal(merged.body.email, `cart${people}@example.com`)
    assert.deepEqual(merged.body.problems, [])
    assert.equal((await app.request('GET', `/api/carts/${guests.id}`)).status, 404)
    assert.deepEqual((await merge(token, guests)).body, merged.body)
    assert.equal((await checkOut(app, merged.body, { token })).status, 201)
  })

  it('merges into a cart that is opened for it, and can be checked out at the version it answers', async () => {
    const { token } = await someone()
    const merged = await merge(token, await aCart(app, { items: [{ variantId: mug, quantity: 1 }] }))
    assert.deepEqual([merged.body.version, linesOf(merged)], [1, [['mug', 1]]])
    assert.deepEqual((await own(token)).body, merged.body)
    assert.equal((await checkOut(app, merged.body, { token })).status, 201)
  })

  it('counts once, however many ask at once', async () => {
    const { token } = await someone()
    const guests = await aCart(app, { items: [{ variantId: mug, quantity: 2 }] })
    assert.deepEqual(countReplies(await atOnce(10, () => merge(token, guests))), { 200: 10 })
    assert.deepEqual(linesOf(await own(token)), [['mug', 2]])
  })

  it('gives a cart to one of two who know it', async () => {
    const [ada, bob] = [await someone(), await someone()]
    const guests = await aCart(app, { items: [{ variantId: mug, quantity: 2 }] })
    const replies = await Promise.all([merge(ada.token, guests), merge(bob.token, guests)])
    assert.deepEqual(countReplies(replies), { 200: 1, '404 cart.missing': 1 })
  })

  it('takes an older cart of one’s own, nothing of anyone else’s, and itself as it is', async () => {
    const [ada, eve] = [await someone(), await someone()]
    const old = await aCart(app, { items: [{ variantId: mug, quantity: 1 }], token: ada.token })
    app.clock.advance(1_000)
    const newer = await aCart(app, { items: [{ variantId: pot, quantity: 1 }], token: ada.token })
    assert.equal((await own(ada.token)).body.id, newer.id)
    assert.equal((await merge(eve.token, old)).status, 404)
    assert.deepEqual((await merge(ada.token, newer)).body.id, newer.id)
    assert.deepEqual(linesOf(await merge(ada.token, old)), [
      ['pot', 1],
      ['mug', 1],
    ])
  })

  it('refuses what is no cart, or an order by now', async () => {
    const { token } = await someone()
    assert.equal((await merge(token, { id: newId('cart') })).body.code, 'cart.missing')
    assert.equal((await merge(token, { id: '42' })).status, 422)
    const sold = await aCart(app, { items: [{ variantId: mug, quantity: 1 }] })
    await checkOut(app, sold)
    assert.equal((await merge(token, sold)).body.code, 'cart.closed')
    assert.equal((await app.request('POST', '/api/me/cart/merge', { body: { cartId: sold.id } })).status, 401)
  })

  it('leaves both as they are where one cart cannot hold it all', async () => {
    const { token } = await someone()
    const mine = (await own(token)).body
    const add = { body: { variantId: mug, quantity: QUANTITY_MAX }, token }
    await app.request('POST', `/api/carts/${mine.id}/lines`, add)
    const more = await aCart(app, { items: [{ variantId: mug, quantity: 1 }] })
    assert.equal((await merge(token, more)).body.code, 'cart.too_many')
    const lines = Array.from({ length: LINES_MAX }, () => ({
      id: newId('line'),
      productId: newId('prod'),
      variantId: newId('var'),
      quantity: 1,
    }))
    const full = await aCart(app, { items: [] })
    await app.run((ctx) => ctx.update(carts, full.id, (cart) => ({ ...cart, lines })))
    assert.equal((await merge(token, full)).body.code, 'cart.full')
    for (const { id } of [more, full])
      assert.equal((await app.request('GET', `/api/carts/${id}`)).status, 200)
    assert.deepEqual(linesOf(await own(token)), [['mug', QUANTITY_MAX]])
  })
})
