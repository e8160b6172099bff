import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import fc from 'fast-check'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { captured, createScriptedPayments, plugPayments } from '#testing/scripted-payments.ts'
import { aCart, aPromotion, aVariant, available, checkOut } from '#testing/shop.ts'

const other = createScriptedPayments()
let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp({ plug: plugPayments(other) })
})
beforeEach(async () => {
  variantId = await aVariant(app, { onHand: 5, requiresShipping: false })
  app.takeEvents()
})
after(() => app.close())

const aReadyCart = (wish: Loose = {}) => aCart(app, { items: [{ variantId, quantity: 2 }], ...wish })

/** A checkout that waits for the bank. */
async function aWaitingOrder(card: string, wish: Loose = {}): Promise<Loose> {
  const { body } = await checkOut(app, await aReadyCart(wish), { card })
  return body
}

const notify = (order: Loose, outcome: string, provider = 'test') =>
  app.request('POST', `/api/payments/${provider}/notices`, {
    body: { reference: order.payment.reference, outcome },
  })

const read = async ({ id }: Loose): Promise<Loose> => {
  const { body } = await app.request('GET', `/api/admin/orders/${id}`, { token: app.owner })
  return body
}

const cartOf = async ({ cartId }: Loose): Promise<Loose> =>
  (await app.request('GET', `/api/carts/${cartId}`)).body

async function subjectsAbout({ number }: Loose): Promise<string[]> {
  await app.worker.idle()
  const { body } = await app.request('GET', '/api/admin/mailbox?limit=100', { token: app.owner })
  const subjects: string[] = body.data.map((mail: Loose) => mail.subject)
  return subjects.filter((subject) => subject.includes(number)).sort()
}

const toldOf = (order: Loose) => order.history.map((each: Loose) => each.what)

describe('a payment that needs a second step', () => {
  it('is answered 202 with where to go, holds the stock and is no order yet', async () => {
    const { status, body } = await checkOut(app, await aReadyCart(), { card: 'second_step' })
    assert.deepEqual([status, body.status, body.payment.status], [202, 'pending', 'action_required'])
    assert.equal(body.payment.action.type, 'redirect')
    assert.match(
      body.payment.action.url,
      /\/api\/payments\/test\/second-step\?reference=test_second_step_pay_/,
    )
    assert.equal(body.placedAt, null)
    assert.equal(await available(app, variantId), 3)
    assert.equal((await cartOf(body)).orderId, body.id)
    assert.deepEqual(await subjectsAbout(body), [])
    assert.deepEqual(app.takeEvents(), ['stock.changed'])
  })

  it('becomes a paid order with one mail when the bank says so', async () => {
    const order = await aWaitingOrder('second_step')
    app.takeEvents()
    const reply = await notify(order, 'captured')
    assert.deepEqual([reply.status, reply.body], [200, { received: true }])
    assert.deepEqual(app.takeEvents(), ['order.confirmed', 'order.paid'])
    const paid = await read(order)
    assert.deepEqual([paid.status, paid.payment.status, paid.payment.action], ['paid', 'captured', null])
    assert.deepEqual(toldOf(paid), ['checkout started', 'payment action required', 'payment captured'])
    assert.deepEqual(await subjectsAbout(order), [`Your order #${order.number} has been confirmed!`])
  })

  it('is undone without a trace when the bank refuses, and the cart can try again', async () => {
    await aPromotion(app, { code: 'ONCE', usageLimit: 1 })
    const order = await aWaitingOrder('second_step', { coupons: ['ONCE'] })
    app.takeEvents()
    await notify(order, 'declined')
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'payment.declined'])
    assert.equal((await read(order)).code, 'order.missing')
    assert.equal(await available(app, variantId), 5)
    const cart = await cartOf(order)
    assert.deepEqual([cart.orderId, cart.problems, cart.coupons[0].applied], [null, [], true])
    assert.equal((await checkOut(app, cart)).status, 201)
    assert.deepEqual(await subjectsAbout(order), [])
  })

  it('may be tried again with the version that the customer saw: nothing of it has changed', async () => {
    const cart = await aReadyCart()
    assert.equal((await checkOut(app, cart, { card: 'declined' })).status, 402)
    assert.equal((await checkOut(app, cart)).status, 201)
  })
})

describe('a payment that settles later', () => {
  it('is an order at once, with one mail, and paid when the money comes', async () => {
    const { status, body: order } = await checkOut(app, await aReadyCart(), { card: 'settles_later' })
    assert.deepEqual([status, order.status, order.payment.status], [201, 'placed', 'pending'])
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.confirmed'])
    await notify(order, 'captured')
    assert.deepEqual(app.takeEvents(), ['order.paid'])
    assert.equal((await read(order)).status, 'paid')
    assert.deepEqual(await subjectsAbout(order), [`Your order #${order.number} has been confirmed!`])
  })

  it('is cancelled when the money does not come: stock back, a mail, and nothing to return', async () => {
    const order = await aWaitingOrder('settles_later')
    app.takeEvents()
    await notify(order, 'declined')
    assert.deepEqual(app.takeEvents(), ['payment.declined', 'stock.changed', 'order.cancelled'])
    await app.worker.idle()
    const cancelled = await read(order)
    assert.deepEqual([cancelled.status, cancelled.payment.status], ['cancelled', 'declined'])
    assert.equal(cancelled.cancellation.reason, 'The payment failed: The bank said no.')
    assert.deepEqual(toldOf(cancelled), [
      'checkout started',
      'payment pending',
      'payment declined',
      'cancelled',
    ])
    assert.equal(await available(app, variantId), 5)
    assert.deepEqual(await subjectsAbout(order), [
      `Your order #${order.number} has been cancelled`,
      `Your order #${order.number} has been confirmed!`,
    ])
  })

  it('that comes in after all, for an order cancelled meanwhile, goes back by itself', async () => {
    const order = await aWaitingOrder('settles_later')
    await notify(order, 'declined')
    app.takeEvents()
    for (let n = 0; n < 3; n++) await notify(order, 'captured')
    await app.worker.idle()
    const after = await read(order)
    assert.deepEqual([after.status, after.payment.status], ['cancelled', 'refunded'])
    assert.deepEqual(toldOf(after).slice(-2), ['payment came in too late', 'payment refunded'])
    assert.deepEqual(app.takeEvents(), [])
    await notify(order, 'captured')
    await app.worker.idle()
    assert.equal((await read(order)).version, after.version)
  })

  it('is returned, not kept, when staff cancelled the order before it came', async () => {
    const order = await aWaitingOrder('settles_later')
    await app.request('POST', `/api/admin/orders/${order.id}/cancellation`, { token: app.owner })
    await notify(order, 'captured')
    await app.worker.idle()
    assert.equal((await read(order)).payment.status, 'refunded')
  })
})

describe('notices that repeat and come out of order', () => {
  it('ten times the same: one order, one capture, one mail', async () => {
    const order = await aWaitingOrder('second_step')
    app.takeEvents()
    const replies = await Promise.all(Array.from({ length: 10 }, () => notify(order, 'captured')))
    assert.deepEqual(new Set(replies.map((reply) => reply.status)), new Set([200]))
    assert.deepEqual(app.takeEvents(), ['order.confirmed', 'order.paid'])
    assert.equal((await subjectsAbout(order)).length, 1)
  })

  it('a refusal after the money came changes nothing', async () => {
    const order = await aWaitingOrder('second_step')
    await notify(order, 'captured')
    app.takeEvents()
    await notify(order, 'declined')
    assert.equal((await read(order)).status, 'paid')
    assert.deepEqual(app.takeEvents(), [])
  })

  it('in any order end in one state, with stock and mails that fit it', async () => {
    const outcomes = fc.array(fc.constantFrom('captured', 'declined'), { minLength: 1, maxLength: 5 })
    const cards = fc.constantFrom('second_step', 'settles_later', 'success')
    await fc.assert(
      fc.asyncProperty(cards, outcomes, async (card, all) => {
        const onHand = await available(app, variantId)
        const order = await aWaitingOrder(card, { items: [{ variantId, quantity: 1 }] })
        for (const outcome of all) await notify(order, outcome)
        const isPaid = card === 'success' || all[0] === 'captured'
        const { status } = await read(order)
        assert.equal(status, isPaid ? 'paid' : card === 'second_step' ? 404 : 'cancelled')
        assert.equal(await available(app, variantId), isPaid ? onHand - 1 : onHand)
        const paid = app.events.filter((event) => event.type === 'order.paid' && event.subject === order.id)
        assert.equal(paid.length, isPaid ? 1 : 0)
        await app.request('PUT', `/api/admin/variants/${variantId}/stock`, {
          token: app.owner,
          body: { onHand: 5 },
        })
      }),
      { numRuns: 12 },
    )
  })
})

describe('POST /api/payments/:provider/notices', () => {
  it('acknowledges a payment that nobody here knows, without effect', async () => {
    for (const outcome of ['declined', 'captured']) {
      const stranger = { payment: { reference: `test_success_${newId('pay')}` } }
      assert.equal((await notify(stranger, outcome)).status, 200)
    }
    await app.worker.idle()
    assert.deepEqual(app.takeEvents(), [])
  })

  it('returns the money of an order that was undone meanwhile, in one job however often it is told', async () => {
    other.onCharge = () => ({
      status: 'action_required',
      reference: 'ref_7',
      action: { type: 'redirect', url: 'https://bank.example' },
    })
    const cart = await aReadyCart()
    const { body: order } = await app.request('POST', `/api/carts/${cart.id}/checkout`, {
      body: { version: cart.version, payment: { provider: 'scripted', token: 'x' } },
    })
    const tell = (outcome: Loose) =>
      app.request('POST', '/api/payments/scripted/notices', {
        body: { key: order.payment.id, reference: 'ref_7', outcome },
      })
    await tell({ status: 'declined', reference: 'ref_7', reason: 'No.' })
    assert.equal((await read(order)).code, 'order.missing')
    await Promise.all(Array.from({ length: 10 }, () => tell(captured('ref_7'))))
    await app.worker.idle()
    assert.deepEqual(other.returns, [
      { key: order.payment.id, returnKey: `${order.payment.id}_stray`, reference: 'ref_7', amount: null },
    ])
  })

  it('refuses what is not authentic, and providers that there are not', async () => {
    const order = await aWaitingOrder('second_step')
    app.takeEvents()
    const send = (provider: string, body: object) =>
      app.request('POST', `/api/payments/${provider}/notices`, { body })
    const { reference } = order.payment
    for (const body of [
      {},
      { reference },
      { reference, outcome: 'paid' },
      { reference: 'x', outcome: 'captured' },
    ]) {
      const reply = await send('test', body)
      assert.deepEqual([reply.status, reply.body.code], [400, 'payment.bad_notice'])
    }
    assert.equal((await send('test', [] as object)).status, 422)
    assert.equal((await send('gold', {})).status, 422)
    assert.deepEqual([(await read(order)).status, app.takeEvents()], ['pending', []])
  })

  it('does not let one provider speak for another', async () => {
    other.onCharge = () => ({ status: 'pending', reference: 'ref_8' })
    const cart = await aReadyCart()
    const { body: order } = await app.request('POST', `/api/carts/${cart.id}/checkout`, {
      body: { version: cart.version, payment: { provider: 'scripted', token: 'x' } },
    })
    assert.equal(order.status, 'placed')
    const forged = { payment: { reference: `test_success_${order.payment.id}` } }
    const reply = await notify(forged, 'captured')
    assert.deepEqual([reply.status, reply.body.code], [400, 'payment.bad_notice'])
    assert.equal((await read(order)).status, 'placed')
  })
})
