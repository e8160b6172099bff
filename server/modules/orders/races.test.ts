import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { allOrders, atOnce, checkStock, countReplies, onHandOf } from '#testing/races.ts'
import { captured, createScriptedPayments, declined, plugPayments } from '#testing/scripted-payments.ts'
import { aCart, aPromotion, aVariant, checkOut, usd } from '#testing/shop.ts'

const provider = createScriptedPayments()
let app: TestApp
let variantId: string
let product: string

before(async () => {
  app = await createTestApp({ plug: plugPayments(provider) })
})
beforeEach(async () => {
  variantId = await aVariant(app, { onHand: 20, requiresShipping: false })
  product = (await app.request('GET', '/api/admin/products?limit=1', { token: app.owner })).body.data[0].id
  provider.onCharge = () => captured()
  await app.worker.idle()
  app.takeEvents()
})
afterEach(() => checkStock(app))
after(() => app.close())

const aReadyCart = (wish: Loose = {}) => aCart(app, { items: [{ variantId, quantity: 1 }], ...wish })

const pay = (cart: Loose, ask: Loose = {}): Promise<Reply> =>
  app.request('POST', `/api/carts/${cart.id}/checkout`, {
    body: { version: cart.version, payment: { provider: 'scripted', token: 'x' } },
    ...ask,
  })

const notify = (key: string, outcome: Loose) =>
  app.request('POST', '/api/payments/scripted/notices', { body: { key, outcome } })

const ordersOf = async ({ id }: Loose): Promise<Loose[]> =>
  (await allOrders(app)).filter((order) => order.cartId === id)

const cartNow = async ({ id }: Loose): Promise<Loose> => (await app.request('GET', `/api/carts/${id}`)).body

const setStock = (onHand: number) =>
  app.request('PUT', `/api/admin/variants/${variantId}/stock`, { token: app.owner, body: { onHand } })

async function mailsAbout({ number }: Loose): Promise<string[]> {
  await app.worker.idle()
  const { body } = await app.request('GET', '/api/admin/mailbox?limit=100', { token: app.owner })
  return body.data.map((mail: Loose) => mail.subject).filter((subject: string) => subject.includes(number))
}

const eventsOf = (type: string, { id }: Loose) =>
  app.events.filter((event) => event.type === type && event.subject === id).length

describe('a hundred buyers of one unit', () => {
  it('get one order and 99 clean refusals that name the line; nothing stays held or closed', async () => {
    await setStock(100)
    const carts = await atOnce(100, () => aReadyCart())
    await setStock(1)
    app.takeEvents()
    const replies = await Promise.all(carts.map((cart, at) => pay(cart, { key: `buyer-${at}` })))
    assert.deepEqual(countReplies(replies), { '201': 1, '409 order.out_of_stock': 99 })
    for (const [at, { status, body }] of replies.entries()) {
      if (status === 201) continue
      const [line] = carts[at].lines
      assert.deepEqual(body.lines, [{ lineId: line.id, variantId, wanted: 1, available: 0 }])
    }
    assert.equal(await onHandOf(app, variantId), 0)
    assert.equal(provider.charges.length, 1)
    const ids = new Set(carts.map(({ id }) => id))
    const orders = (await allOrders(app)).filter((order) => ids.has(order.cartId))
    assert.deepEqual(
      orders.map((order) => order.status),
      ['paid'],
    )
    const closed = (await Promise.all(carts.map(cartNow))).filter((cart) => cart.orderId !== null)
    assert.deepEqual(
      closed.map((cart) => cart.orderId),
      [orders[0].id],
    )
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.confirmed', 'order.paid'])
  })

  it('fare the same where the payment is decided here, in one commit', async () => {
    await setStock(40)
    const carts = await atOnce(40, () => aReadyCart())
    await setStock(1)
    app.takeEvents()
    const replies = await Promise.all(carts.map((cart) => checkOut(app, cart)))
    assert.deepEqual(countReplies(replies), { '201': 1, '409 order.out_of_stock': 39 })
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.confirmed', 'order.paid'])
  })

  it('that ask for more than there is in two carts at once: one of them gets it', async () => {
    await setStock(3)
    const carts = await atOnce(4, () => aReadyCart({ items: [{ variantId, quantity: 2 }] }))
    const replies = await Promise.all(carts.map((cart) => pay(cart)))
    assert.deepEqual(countReplies(replies), { '201': 1, '409 order.out_of_stock': 3 })
    assert.equal(await onHandOf(app, variantId), 1)
  })
})

describe('one request sent fifty times at once', () => {
  it('with the same key is one order; the others get its reply, or are told to wait', async () => {
    const cart = await aReadyCart()
    const asked = provider.charges.length
    const replies = await atOnce(50, () => pay(cart, { key: 'the-one' }))
    const done = replies.filter((reply) => reply.status === 201)
    assert.ok(done.length >= 1)
    assert.deepEqual(new Set(done.map((reply) => JSON.stringify(reply.body))).size, 1)
    const { '201': _done, ...rest } = countReplies(replies)
    assert.deepEqual(Object.keys(rest), ['409 idempotency.in_flight'])
    assert.equal((await ordersOf(cart)).length, 1)
    assert.equal(provider.charges.length, asked + 1)
    assert.deepEqual((await pay(cart, { key: 'the-one' })).body, done[0]?.body)
    assert.equal(await onHandOf(app, variantId), 19)
  })

  it('fares the same where the payment is decided here', async () => {
    const cart = await aReadyCart()
    const replies = await atOnce(50, (at) => checkOut(app, cart, { key: `decided-${at % 2}` }))
    assert.equal(new Set(replies.flatMap(({ status, body }) => (status === 201 ? [body.id] : []))).size, 1)
    assert.equal((await ordersOf(cart)).length, 1)
    assert.equal(await onHandOf(app, variantId), 19)
  })

  it('with ten keys on one cart is one order and one payment', async () => {
    const cart = await aReadyCart()
    const asked = provider.charges.length
    const replies = await atOnce(10, (at) => pay(cart, { key: `key-${at}` }))
    const { '201': done, ...rest } = countReplies(replies)
    assert.equal(done, 1)
    const refusals = ['409 order.under_way', '409 order.checked_out']
    assert.ok(
      Object.keys(rest).every((each) => refusals.includes(each)),
      JSON.stringify(rest),
    )
    assert.equal((await ordersOf(cart)).length, 1)
    assert.equal(provider.charges.length, asked + 1)
    assert.equal(await onHandOf(app, variantId), 19)
  })
})

describe('a coupon for ten', () => {
  it('is used by ten of thirty buyers; the others are told, and pay the full price or not at all', async () => {
    await setStock(100)
    await aPromotion(app, { code: 'TEN', usageLimit: 10 })
    const carts = await atOnce(30, (at) => aReadyCart({ coupons: ['TEN'], email: `b${at}@example.com` }))
    const replies = await Promise.all(carts.map((cart) => pay(cart)))
    assert.deepEqual(countReplies(replies), { '201': 10, '409 order.changed': 20 })
    for (const { status, body } of replies) {
      if (status === 201) assert.deepEqual(body.totals.total, usd(1_599))
      else assert.deepEqual(body.changes.at(-1).after, usd(1_999))
    }
    const promotions = (await app.request('GET', '/api/admin/promotions', { token: app.owner })).body.data
    assert.equal(promotions.find((each: Loose) => each.code === 'TEN').uses, 10)
    assert.equal(await onHandOf(app, variantId), 90)
  })
})

describe('a coupon without a limit', () => {
  it('that is deleted between the quote and the commit is told of, and nothing is held', async () => {
    const { id } = await aPromotion(app, { code: 'GONE' })
    const cart = await aReadyCart({ coupons: ['GONE'] })
    const { engine } = app.store as { engine: { commit: TestApp['store']['engine']['commit'] } }
    const { commit } = engine
    let commits = 0
    engine.commit = async (writes) => {
      if (writes.some(({ collection }) => collection.name === 'orders') && ++commits === 1) {
        await app.request('DELETE', `/api/admin/promotions/${id}`, { token: app.owner })
      }
      return commit(writes)
    }
    const reply = await pay(cart).finally(() => {
      engine.commit = commit
    })
    assert.deepEqual([reply.status, reply.body.code], [409, 'order.changed'])
    assert.deepEqual(reply.body.changes.at(-1).after, usd(1_999))
    assert.deepEqual([commits, await ordersOf(cart), await onHandOf(app, variantId)], [1, [], 20])
    assert.equal((await pay(await cartNow(cart))).status, 201)
  })
})

describe('while the payment is under way', () => {
  it('the cart cannot change, and another checkout is told to wait', async () => {
    const cart = await aReadyCart()
    const meanwhile: Reply[] = []
    provider.onCharge = async () => {
      const more = { body: { variantId, quantity: 1 } }
      meanwhile.push(await app.request('POST', `/api/carts/${cart.id}/lines`, more), await pay(cart))
      return captured()
    }
    assert.equal((await pay(cart)).status, 201)
    assert.deepEqual(countReplies(meanwhile), { '409 cart.closed': 1, '409 order.under_way': 1 })
    assert.equal((await ordersOf(cart)).length, 1)
  })

  it('a price change comes too late: the customer pays what they saw', async () => {
    const cart = await aReadyCart()
    provider.onCharge = async () => {
      const [variant] = (await app.request('GET', `/api/admin/products/${product}`, { token: app.owner }))
        .body.variants
      const variants = [{ id: variant.id, price: usd(9_999) }]
      await app.request('PATCH', `/api/admin/products/${product}`, { token: app.owner, body: { variants } })
      return captured()
    }
    const { status, body } = await pay(cart)
    assert.deepEqual(
      [status, body.totals.total, provider.charges.at(-1)?.amount],
      [201, usd(1_999), usd(1_999)],
    )
  })

  it('the notice that it went through may come first: one order, one capture, one mail', async () => {
    const cart = await aReadyCart()
    provider.onCharge = async ({ key }) => {
      await notify(key, captured())
      await notify(key, captured())
      return captured()
    }
    const asked = provider.charges.length
    const { status, body } = await pay(cart)
    assert.deepEqual([status, body.status], [201, 'paid'])
    assert.deepEqual([eventsOf('order.paid', body), eventsOf('order.confirmed', body)], [1, 1])
    assert.equal((await mailsAbout(body)).length, 1)
    assert.equal(provider.charges.length, asked + 1)
    assert.deepEqual(provider.returns, [])
  })

  it('the notice may even come before an answer that says less', async () => {
    const cart = await aReadyCart()
    provider.onCharge = async ({ key }) => {
      await notify(key, captured())
      return {
        status: 'action_required',
        reference: 'r',
        action: { type: 'redirect', url: 'https://b.example' },
      }
    }
    const { status, body } = await pay(cart)
    assert.deepEqual([status, body.status, body.payment.action], [201, 'paid', null])
  })

  it('and the notice says no: the customer is told so, and not charged a second time', async () => {
    const cart = await aReadyCart()
    provider.onCharge = async ({ key }) => {
      await notify(key, declined('Stolen.'))
      return declined('Stolen.')
    }
    const asked = provider.charges.length
    const { status, body } = await pay(cart, { key: 'no' })
    assert.deepEqual([status, body.code, provider.charges.length], [402, 'payment.declined', asked + 1])
    assert.deepEqual(await ordersOf(cart), [])
    assert.equal(await onHandOf(app, variantId), 20)
    const open = await cartNow(cart)
    assert.deepEqual([open.orderId, body.version], [null, open.version])
    assert.deepEqual((await pay(cart, { key: 'no' })).body, body)
  })

  it('money that is taken for an order that was undone meanwhile goes back by itself', async () => {
    const cart = await aReadyCart()
    provider.onCharge = async ({ key }) => {
      await notify(key, declined())
      return captured('ref_5')
    }
    const returned = provider.returns.length
    const { status, body } = await pay(cart)
    assert.deepEqual([status, body.code], [402, 'payment.declined'])
    await app.worker.idle()
    const [payment, ...more] = provider.returns.slice(returned)
    assert.deepEqual([payment?.key, payment?.reference, more], [provider.charges.at(-1)?.key, 'ref_5', []])
    assert.deepEqual(await ordersOf(cart), [])
    assert.equal(await onHandOf(app, variantId), 20)
  })

  it('the same request may come again when its first try was cut off: it goes on with the same payment', async () => {
    const cart = await aReadyCart()
    const asked = provider.charges.length
    provider.onCharge = () => Promise.reject(new Error('Down.'))
    const cutOff = app.run(async () => assert.equal((await pay(cart)).status, 202))
    await cutOff
    const [order] = await ordersOf(cart)
    assert.equal(order.status, 'pending')
    const keys = provider.charges.slice(asked).map(({ key }) => key)
    assert.deepEqual(new Set(keys), new Set([order.payment.id]))
  })
})

describe('a storefront that polls while the notice comes', () => {
  it('sees it pending and then paid, never anything else, and the order is paid once', async () => {
    provider.onCharge = () => ({
      status: 'action_required',
      reference: 'r',
      action: { type: 'redirect', url: 'https://bank.example' },
    })
    const { body: order } = await pay(await aReadyCart())
    const poll = () => app.request('GET', `/api/orders/${order.id}?token=${order.token}`)
    const replies = await atOnce(30, (at) => (at % 3 === 1 ? notify(order.payment.id, captured()) : poll()))
    const statuses = replies.flatMap(({ body }) => body.status ?? [])
    assert.ok(statuses.every((status) => status === 'pending' || status === 'paid'))
    assert.equal((await poll()).body.status, 'paid')
    assert.equal(eventsOf('order.paid', order), 1)
    assert.equal((await mailsAbout(order)).length, 1)
  })
})

describe('staff and customers at the same time', () => {
  it('one cancellation and one parcel: whichever comes second is refused', async () => {
    const orders = await atOnce(6, async () => (await checkOut(app, await aReadyCart())).body)
    const pairs = await Promise.all(
      orders.map((order) =>
        Promise.all([
          app.request('POST', `/api/admin/orders/${order.id}/cancellation`, { token: app.owner }),
          app.request('POST', `/api/admin/orders/${order.id}/fulfilments`, { token: app.owner }),
        ]),
      ),
    )
    for (const pair of pairs) {
      const [won, lost] = pair.toSorted((a, b) => a.status - b.status)
      assert.ok((won?.status ?? 500) < 300)
      assert.equal(lost?.status, 409)
    }
  })

  it('ten cancellations of one order put its stock back once', async () => {
    const { body: order } = await checkOut(app, await aReadyCart({ items: [{ variantId, quantity: 5 }] }))
    const replies = await atOnce(10, () =>
      app.request('POST', `/api/admin/orders/${order.id}/cancellation`, { token: app.owner }),
    )
    assert.deepEqual(countReplies(replies), { '200': 1, '409 order.not_cancellable': 9 })
    assert.equal(await onHandOf(app, variantId), 20)
  })

  it('a declined payment names the version to go on with, also where the shop renamed the goods meanwhile', async () => {
    const cart = await aReadyCart()
    await app.request('PATCH', `/api/admin/products/${product}`, {
      token: app.owner,
      body: { title: 'Sea Mug' },
    })
    const refused = await checkOut(app, cart, { card: 'declined' })
    assert.deepEqual([refused.status, refused.body.version], [402, (await cartNow(cart)).version])
    assert.equal((await checkOut(app, { ...cart, version: refused.body.version })).status, 201)
  })

  it('two declined payments of one cart, one after the other, leave nothing behind', async () => {
    const cart = await aReadyCart()
    for (let n = 0; n < 2; n++) assert.equal((await checkOut(app, cart, { card: 'declined' })).status, 402)
    assert.deepEqual(await ordersOf(cart), [])
    assert.equal(await onHandOf(app, variantId), 20)
  })
})
