import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { aCart, aCustomer, aPromotion, aVariant, available, aZone, checkOut, usd } from '#testing/shop.ts'

describe('POST /api/carts/:cartId/checkout', () => {
  let app: TestApp
  let variantId: string
  before(async () => {
    app = await createTestApp()
    await aZone(app)
    await aPromotion(app)
  })
  beforeEach(async () => {
    variantId = await aVariant(app, { onHand: 5 })
    app.takeEvents()
  })
  after(() => app.close())

  const aReadyCart = (quantity = 1) => aCart(app, { items: [{ variantId, quantity }] })

  it('makes a paid order of what the cart showed', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 2 }], coupons: ['save20'] })
    const { status, body } = await checkOut(app, cart)
    assert.equal(status, 201)
    assert.equal(body.status, 'paid')
    assert.equal(body.payment.status, 'captured')
    assert.deepEqual(body.totals, {
      subtotal: usd(3_998),
      discount: usd(800),
      shipping: usd(1_000),
      tax: usd(0),
      total: usd(4_198),
      taxIncluded: false,
    })
    assert.match(body.number, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    assert.equal(await available(app, variantId), 3)
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.confirmed', 'order.paid'])
  })

  it('sends one mail that confirms it', async () => {
    const { body } = await checkOut(app, await aReadyCart())
    await app.worker.idle()
    const mails = await app.request('GET', '/api/admin/mailbox', { token: app.owner })
    const subjects = mails.body.data.map((mail: Loose) => mail.subject)
    const expected = `Your order #${body.number} has been confirmed!`
    assert.equal(subjects.filter((subject: string) => subject === expected).length, 1)
  })

  it('refuses a declined card with 402, keeps nothing and lets the cart try another', async () => {
    const cart = await aReadyCart()
    const declined = await checkOut(app, cart, { card: 'declined' })
    assert.equal(declined.status, 402)
    assert.equal(declined.body.code, 'payment.declined')
    assert.equal(await available(app, variantId), 5)
    assert.deepEqual(app.takeEvents(), ['payment.declined'])
    const paid = await checkOut(app, { ...cart, version: declined.body.version })
    assert.equal(paid.status, 201)
    assert.equal(await available(app, variantId), 4)
    app.takeEvents()
  })

  it('gives a declined attempt the same reply again for the same key', async () => {
    const cart = await aReadyCart()
    const first = await checkOut(app, cart, { card: 'declined', key: 'declined-once' })
    const again = await checkOut(app, cart, { card: 'declined', key: 'declined-once' })
    assert.equal(again.status, 402)
    assert.deepEqual(again.body, first.body)
    assert.equal(again.headers['idempotent-replayed'], 'true')
    assert.deepEqual(app.takeEvents(), ['payment.declined'])
  })

  it('names each line that is out of stock, with demand summed over lines', async () => {
    const other = await aVariant(app, { onHand: 1 })
    const cart = await aCart(app, {
      items: [
        { variantId, quantity: 6 },
        { variantId: other, quantity: 2 },
      ],
    })
    app.takeEvents()
    const { status, body } = await checkOut(app, cart)
    assert.equal(status, 409)
    assert.equal(body.code, 'order.out_of_stock')
    assert.deepEqual(
      body.lines.map(({ variantId: id, wanted, available: left }: Loose) => [id, wanted, left]),
      [
        [variantId, 6, 5],
        [other, 2, 1],
      ],
    )
    assert.deepEqual(app.takeEvents(), [])
  })

  it('refuses an old version and says what has changed since', async () => {
    const cart = await aReadyCart()
    await app.request('POST', `/api/carts/${cart.id}/coupons`, { body: { code: 'SAVE20' } })
    const { status, body } = await checkOut(app, cart)
    assert.equal(status, 409)
    assert.equal(body.code, 'order.changed')
    assert.equal(body.version, cart.version + 1)
    assert.deepEqual(
      body.changes.map((each: Loose) => each.changed),
      [['coupons']],
    )
    assert.deepEqual(app.takeEvents(), [])
  })

  it('refuses a price that is not what the customer saw, names both, and sells at the new one when told', async () => {
    const product = (await app.request('GET', '/api/products?limit=1')).body.data[0]
    const cart = await aCart(app, { items: [{ variantId: product.variants[0].id, quantity: 1 }] })
    await app.request('PATCH', `/api/admin/products/${product.id}`, {
      token: app.owner,
      body: { variants: [{ id: product.variants[0].id, price: usd(2_500) }] },
    })
    app.takeEvents()
    const refused = await checkOut(app, cart)
    assert.equal(refused.status, 409)
    assert.equal(refused.body.code, 'order.changed')
    const price = refused.body.changes.find((each: Loose) => each.field === 'unitPrice')
    assert.deepEqual([price.before, price.after], [usd(1_999), usd(2_500)])
    assert.deepEqual(app.takeEvents(), [])
    const paid = await checkOut(app, { ...cart, version: refused.body.version })
    assert.equal(paid.body.totals.subtotal.amount, 2_500)
    app.takeEvents()
  })

  it('refuses a shipping rate that changed', async () => {
    const cart = await aReadyCart()
    const zone = (await app.request('GET', '/api/admin/shipping-zones', { token: app.owner })).body.data[0]
    const put = (amount: number) =>
      app.request('PUT', `/api/admin/shipping-zones/${zone.id}`, {
        token: app.owner,
        body: {
          name: zone.name,
          countries: zone.countries,
          rates: [{ ...zone.rates[0], price: { type: 'flat', amount: usd(amount) } }],
        },
      })
    assert.equal((await put(1_200)).status, 200)
    const refused = await checkOut(app, cart)
    assert.equal(refused.body.code, 'order.changed')
    assert.ok(
      refused.body.changes.some((each: Loose) => each.field === 'shipping' && each.after.amount === 1_200),
    )
    await put(1_000)
    app.takeEvents()
  })

  it('says what is missing before anything is held', async () => {
    const { body: cart } = await app.request('POST', '/api/carts', { body: {} })
    const { status, body } = await checkOut(app, cart)
    assert.equal(status, 422)
    assert.deepEqual(
      body.problems.map((each: Loose) => each.code),
      ['empty', 'email'],
    )
    assert.deepEqual(app.takeEvents(), [])
  })

  it('refuses a provider that the shop does not have', async () => {
    const cart = await aReadyCart()
    const { status, body } = await app.request('POST', `/api/carts/${cart.id}/checkout`, {
      body: { version: cart.version, payment: { provider: 'gold', token: 'x' } },
    })
    assert.equal(status, 422)
    assert.equal(body.code, 'payment.unknown_provider')
  })

  it('closes the cart', async () => {
    const cart = await aReadyCart()
    const order = (await checkOut(app, cart)).body
    const again = await checkOut(app, cart)
    assert.equal(again.status, 409)
    assert.equal(again.body.order.id, order.id)
    const line = await app.request('POST', `/api/carts/${cart.id}/lines`, {
      body: { variantId, quantity: 1 },
    })
    assert.equal(line.status, 409)
    const shown = await app.request('GET', `/api/carts/${cart.id}`)
    assert.equal(shown.body.orderId, order.id)
  })

  it('uses up a limited coupon once and shows the next customer why it does nothing', async () => {
    await aPromotion(app, { code: 'ONCE', usageLimit: 1 })
    const wish = { items: [{ variantId, quantity: 1 }], coupons: ['ONCE'] }
    const [first, second] = [await aCart(app, wish), await aCart(app, wish)]
    assert.equal((await checkOut(app, first)).status, 201)
    const refused = await checkOut(app, second)
    assert.equal(refused.body.code, 'order.changed')
    const shown = await app.request('GET', `/api/carts/${second.id}`)
    assert.equal(shown.body.coupons[0].applied, false)
    assert.match(shown.body.coupons[0].message, /used up/i)
  })

  it('takes no payment for an order that costs nothing', async () => {
    await aPromotion(app, { code: 'GIFT', effect: { type: 'percentage', percent: 100 } })
    const download = await aVariant(app, { requiresShipping: false })
    const cart = await aCart(app, { items: [{ variantId: download, quantity: 1 }], coupons: ['GIFT'] })
    const { status, body } = await checkOut(app, cart, { card: 'declined' })
    assert.equal(status, 201)
    assert.equal(body.totals.total.amount, 0)
    assert.equal(body.status, 'paid')
  })

  it("puts a signed-in customer's order into their list, and keeps it from everyone else", async () => {
    const ada = await aCustomer(app)
    const eve = await aCustomer(app, 'eve@example.com')
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }], token: ada.token })
    assert.equal((await checkOut(app, cart, eve)).status, 404)
    const order = (await checkOut(app, cart, ada)).body
    assert.equal(order.token, undefined)
    const mine = await app.request('GET', '/api/me/orders', ada)
    assert.deepEqual(
      mine.body.data.map((each: Loose) => each.id),
      [order.id],
    )
    assert.equal((await app.request('GET', `/api/orders/${order.id}`, ada)).status, 200)
    assert.equal((await app.request('GET', `/api/orders/${order.id}`, eve)).status, 404)
    assert.equal((await app.request('GET', `/api/orders/${order.id}`)).status, 404)
    assert.equal((await app.request('GET', '/api/me/orders')).status, 401)
  })

  it("shows a guest's order to whoever has its token", async () => {
    const order = (await checkOut(app, await aReadyCart())).body
    const shown = await app.request('GET', `/api/orders/${order.id}?token=${order.token}`)
    assert.equal(shown.status, 200)
    assert.equal(shown.body.number, order.number)
    assert.equal((await app.request('GET', `/api/orders/${order.id}?token=ord_wrong`)).status, 404)
  })
})
