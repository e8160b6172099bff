import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { ADDRESS, aCart, aCustomer, anOrder, aVariant, aZone, checkOut, usd } from '#testing/shop.ts'

let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp()
  await aZone(app)
  variantId = await aVariant(app, { sku: 'MUG' })
})
beforeEach(() => void app.takeEvents())
after(() => app.close())

function refused({ status, body }: Reply, expected: [status: number, code: string]): void {
  assert.deepEqual([status, body.code], expected, body.detail)
  assert.deepEqual(app.takeEvents(), [])
}

describe('POST /api/carts/:cartId/checkout', () => {
  it('answers the whole order, with the guest’s key to it and nothing of the shop’s own', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 2 }] })
    const { status, body, headers } = await checkOut(app, cart)
    assert.equal(status, 201)
    assert.equal(headers.etag, `"${body.version}"`)
    const at = '2026-11-02T09:00:00.000Z'
    assert.deepEqual(body, {
      id: body.id,
      version: body.version,
      number: body.number,
      status: 'paid',
      email: 'ada@example.com',
      customerId: null,
      cartId: cart.id,
      currency: 'USD',
      lines: [{ ...cart.lines[0], fulfilled: 0 }],
      coupons: [],
      totals: { ...cart.totals, total: usd(4_998) },
      explanations: cart.explanations,
      shippingAddress: ADDRESS,
      billingAddress: ADDRESS,
      shippingOption: 'Standard',
      payment: {
        id: body.payment.id,
        provider: 'test',
        status: 'captured',
        amount: usd(4_998),
        refunded: usd(0),
        reference: `test_success_${body.payment.id}`,
        action: null,
      },
      fulfilments: [],
      refunds: [],
      cancellation: null,
      history: [
        { at, by: 'guest', what: 'checkout started' },
        { at, by: 'guest', what: 'payment captured' },
      ],
      token: body.token,
      placedAt: at,
      createdAt: at,
      updatedAt: at,
    })
    assert.match(body.token, /^ord_[\w-]{43}$/)
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.confirmed', 'order.paid'])
  })

  it('refuses bodies that are none, naming the field', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const payment = { provider: 'test', token: 'success' }
    const wrong: [object, string][] = [
      [{ payment }, 'version'],
      [{ version: '1', payment }, 'version'],
      [{ version: 0, payment }, 'version'],
      [{ version: 1 }, 'payment'],
      [{ version: 1, payment: { provider: 'test' } }, 'payment.token'],
      [{ version: 1, payment: { ...payment, token: 'x'.repeat(2_001) } }, 'payment.token'],
      [{ version: 1, payment, total: 0 }, 'total'],
    ]
    for (const [body, field] of wrong) {
      const reply = await app.request('POST', `/api/carts/${cart.id}/checkout`, { body })
      refused(reply, [422, 'http.invalid'])
      assert.equal(reply.body.errors[0].field, field)
    }
  })

  it('refuses a cart that nobody knows, and a version that never was', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    refused(await checkOut(app, { id: newId('cart'), version: 1 }), [404, 'cart.missing'])
    refused(await checkOut(app, cart, { version: cart.version + 1 }), [409, 'order.changed'])
    refused(await checkOut(app, cart, { version: 1 }), [409, 'order.changed'])
  })

  it('gives the key of one customer’s checkout no meaning for another', async () => {
    const [ada, bob] = [await aCustomer(app, 'ada@a.example'), await aCustomer(app, 'bob@b.example')]
    const buy = async ({ token }: { token: string }) => {
      const cart = await aCart(app, { items: [{ variantId, quantity: 1 }], token })
      return (await checkOut(app, cart, { key: 'mine', token })).body
    }
    const [hers, his] = [await buy(ada), await buy(bob)]
    assert.notEqual(hers.id, his.id)
    assert.deepEqual([hers.customerId, his.customerId], [ada.id, bob.id])
    app.takeEvents()
  })
})

describe('GET /api/orders/:orderId', () => {
  const read = ({ id }: Loose, query = '', token?: string) =>
    app.request('GET', `/api/orders/${id}${query}`, { token })

  it('shows a guest’s order for its token, without repeating the token', async () => {
    const { token, ...order } = await anOrder(app)
    const { status, body } = await read(order, `?token=${token}`)
    assert.deepEqual([status, body], [200, order])
  })

  it('does not exist for anyone else: not without a token, nor with another order’s or a broken one', async () => {
    const [mine, other] = [await anOrder(app), await anOrder(app)]
    const stranger = await aCustomer(app, 'stranger@example.com')
    app.takeEvents()
    for (const query of ['', `?token=${other.token}`, `?token=${mine.token.slice(0, -1)}`, '?token=']) {
      refused(await read(mine, query), [404, 'order.missing'])
      refused(await read(mine, query, stranger.token), [404, 'order.missing'])
    }
    assert.equal((await read(mine, '', app.owner)).status, 200)
  })

  it('answers 404 for an unknown order, whatever the token', async () => {
    const { token } = await anOrder(app)
    app.takeEvents()
    refused(await read({ id: newId('order') }, `?token=${token}`), [404, 'order.missing'])
    refused(await read({ id: '42' }), [404, 'http.not_found'])
    refused(await read({ id: newId('order') }, `?token=${'x'.repeat(101)}`), [400, 'http.invalid_query'])
  })
})

describe('GET /api/me/orders', () => {
  it('lists a customer’s own orders, newest first, page by page', async () => {
    const { token } = await aCustomer(app, 'often@example.com')
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      app.clock.advance(1_000)
      ids.unshift((await anOrder(app, { items: [{ variantId, quantity: 1 }], token })).id)
    }
    const page = (query: string) => app.request('GET', `/api/me/orders${query}`, { token })
    const first = await page('?limit=2')
    const rest = await page(`?limit=2&after=${first.body.next}`)
    assert.deepEqual(
      [...first.body.data, ...rest.body.data].map((order: Loose) => order.id),
      ids,
    )
    assert.deepEqual([rest.status, rest.body.next], [200, null])
    assert.equal(first.body.data[0].token, undefined)
    app.takeEvents()
    refused(await page('?after=nonsense'), [400, 'page.bad_cursor'])
  })

  it('is for those who are signed in', async () => {
    refused(await app.request('GET', '/api/me/orders'), [401, 'access.unauthenticated'])
  })
})
