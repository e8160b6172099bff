import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import { createTestApp, type Loose, type Reply, type TestApp } from '#testing/app.ts'
import { atOnce, countReplies } from '#testing/races.ts'
import { createScriptedPayments, plugPayments } from '#testing/scripted-payments.ts'
import { aCart, aCustomer, anOrder, aVariant, available, checkOut, usd } from '#testing/shop.ts'
import { orders as orderCollection } from './collections.ts'

const provider = createScriptedPayments()
let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp({ plug: plugPayments(provider) })
})
beforeEach(async () => {
  variantId = await aVariant(app, { onHand: 10, price: usd(1_000), requiresShipping: false })
  provider.onGiveBack = () => ({ status: 'refunded' })
  await app.worker.idle()
  app.takeEvents()
})
after(() => app.close())

const staff = (method: string, path: string, ask: Loose = {}) =>
  app.request(method, `/api/admin/orders${path}`, { token: app.owner, ...ask })

const refund = (order: Loose, body?: Loose, ask: Loose = {}) =>
  app.request('POST', `/api/admin/orders/${order.id}/refunds`, { token: app.owner, body, ...ask })

const read = async ({ id }: Loose): Promise<Loose> => (await staff('GET', `/${id}`)).body

/** Paid $30.00 for three of one thing, by the provider that says what a test tells it to. */
async function aPaidOrder(): Promise<Loose> {
  const cart = await aCart(app, { items: [{ variantId, quantity: 3 }] })
  const { body } = await app.request('POST', `/api/carts/${cart.id}/checkout`, {
    body: { version: cart.version, payment: { provider: 'scripted', token: 'x' } },
  })
  assert.deepEqual([body.status, body.totals.total], ['paid', usd(3_000)])
  await app.worker.idle()
  app.takeEvents()
  return body
}

const returnsOf = ({ payment }: Loose) => provider.returns.filter(({ key }) => key === payment.id)

async function subjectsAbout({ number }: Loose): Promise<string[]> {
  await app.worker.idle()
  const { body } = await app.request('GET', '/api/admin/mailbox?limit=100', { token: app.owner })
  const subjects: string[] = body.data.map((mail: Loose) => mail.subject)
  return subjects.filter((subject) => subject.includes(number))
}

function refused({ status, body }: Reply, expected: [status: number, code: string]): void {
  assert.deepEqual([status, body.code], expected, body.detail)
  assert.deepEqual(app.takeEvents(), [])
}

describe('POST /api/admin/orders/:orderId/refunds', () => {
  it('gives a part back: pending at once, done when the provider says so, with one mail', async () => {
    const order = await aPaidOrder()
    const restock = [{ lineId: order.lines[0].id, quantity: 1 }]
    app.clock.advance(MINUTE_MS)
    const { status, body } = await refund(order, { amount: 1_050, reason: 'A scratch', restock })
    assert.equal(status, 201)
    const [pending, ...more] = body.refunds
    const [me] = (await app.request('GET', '/api/admin/users?role=owner', { token: app.owner })).body.data
    const { id } = pending
    const begun = { id, amount: usd(1_050), reason: 'A scratch', restock, at: body.updatedAt, by: me.id }
    assert.deepEqual([pending, more], [{ ...begun, status: 'pending', problem: null }, []])
    assert.deepEqual([body.version, body.payment.refunded], [order.version + 1, usd(1_050)])
    assert.deepEqual([body.lines[0].restocked, body.lines[0].recalled], [1, 1])
    assert.equal(await available(app, variantId), 8)
    assert.deepEqual(app.takeEvents(), ['stock.changed'])

    const subjects = await subjectsAbout(order)
    assert.deepEqual(app.takeEvents(), ['order.refunded'])
    assert.ok(subjects.includes(`A refund for your order #${order.number}`))
    assert.equal(subjects.length, 2)
    assert.deepEqual(returnsOf(order), [
      { key: order.payment.id, reference: 'ref_1', amount: usd(1_050), returnKey: id },
    ])
    const done = await read(order)
    assert.deepEqual(done.refunds, [{ ...begun, status: 'done', problem: null }])
    assert.deepEqual([done.status, done.payment.status], ['paid', 'captured'])
    assert.deepEqual(
      done.history.slice(-2).map(({ by, what }: Loose) => [by, what]),
      [
        [me.id, 'refund of $10.50 begun'],
        ['system', '$10.50 refunded'],
      ],
    )
    const told: Loose = app.events.findLast(({ type }) => type === 'order.refunded')
    const { order: snapshot, ...data } = told.data
    assert.deepEqual(data, { amount: 1_050, currency: 'USD', refundId: id, reason: 'A scratch' })
    assert.deepEqual([told.subject, snapshot.number], [order.id, order.number])
  })

  it('tells the customer how much, and why', async () => {
    const order = await aPaidOrder()
    app.clock.advance(MINUTE_MS)
    await refund(order, { amount: 1_050, reason: 'A scratch' })
    await app.worker.idle()
    const { body } = await app.request('GET', '/api/admin/mailbox?limit=1', { token: app.owner })
    const [mail] = body.data
    assert.deepEqual([mail.kind, mail.about], ['order-refund', order.id])
    assert.match(mail.text, /^We have refunded \$10\.50\n/)
    assert.match(mail.text, /The reason: A scratch/)
    assert.match(mail.text, new RegExp(`/orders/${order.id}\\?token=ord_`))
    app.takeEvents()
  })

  it('needs no body: all that is left goes back, also after shipping', async () => {
    const order = await aPaidOrder()
    await refund(order, { amount: 1 })
    await staff('POST', `/${order.id}/fulfilments`)
    await app.worker.idle()
    app.takeEvents()
    const { status, body } = await refund(order)
    assert.deepEqual([status, body.refunds[1].amount, body.refunds[1].reason], [201, usd(2_999), null])
    assert.deepEqual([body.refunds[1].restock, body.payment.refunded], [[], usd(3_000)])
    await app.worker.idle()
    const done = await read(order)
    assert.deepEqual([done.status, done.payment.status], ['fulfilled', 'refunded'])
    assert.deepEqual(app.takeEvents(), ['order.refunded'])
    refused(await refund(order), [409, 'order.nothing_to_refund'])
  })

  it('is pending for as long as the provider is away, and asked with the same key until it is back', async () => {
    const order = await aPaidOrder()
    provider.onGiveBack = () =>
      returnsOf(order).length < 3 ? Promise.reject(new Error('The answer is lost.')) : { status: 'refunded' }
    await refund(order, { amount: 100 })
    app.takeEvents()
    await app.worker.idle()
    assert.deepEqual([(await read(order)).refunds[0].status, app.takeEvents()], ['pending', []])
    for (let n = 0; n < 3; n++) {
      app.clock.advance(5 * MINUTE_MS)
      await app.worker.idle()
    }
    const { refunds } = await read(order)
    assert.equal(refunds[0].status, 'done')
    assert.deepEqual(
      returnsOf(order).map(({ returnKey }) => returnKey),
      [refunds[0].id, refunds[0].id, refunds[0].id],
    )
    assert.deepEqual(app.takeEvents(), ['order.refunded'])
  })

  it('that the provider refuses says why, tells no customer, and can be tried again', async () => {
    const order = await aPaidOrder()
    provider.onGiveBack = () => ({ status: 'refused', reason: 'The card is gone.' })
    await refund(order)
    app.takeEvents()
    assert.equal((await subjectsAbout(order)).length, 1)
    assert.deepEqual(app.takeEvents(), ['order.refund-refused'])
    const { payment, refunds, history } = await read(order)
    assert.deepEqual([refunds[0].status, refunds[0].problem], ['refused', 'The card is gone.'])
    assert.deepEqual([payment.status, payment.refunded], ['captured', usd(0)])
    assert.equal(history.at(-1).what, 'refund of $30.00 refused: The card is gone.')
    provider.onGiveBack = () => ({ status: 'refunded' })
    assert.equal((await refund(order)).status, 201)
    await app.worker.idle()
    assert.equal((await read(order)).payment.status, 'refunded')
    app.takeEvents()
  })

  it('refuses more than is left, goods that were not sold, and what was not paid', async () => {
    const order = await aPaidOrder()
    const [{ id: lineId }] = order.lines
    const over = await refund(order, { amount: 3_001 })
    refused(over, [422, 'order.over_refunded'])
    assert.match(over.body.detail, /\$30\.01 cannot be refunded: \$30\.00 of \$30\.00 are left/)
    refused(await refund(order, { restock: [{ lineId, quantity: 4 }] }), [422, 'order.over_restocked'])
    const foreign = [{ lineId: newId('line'), quantity: 1 }]
    refused(await refund(order, { restock: foreign }), [422, 'order.no_such_line'])
    const placed = (
      await checkOut(app, await aCart(app, { items: [{ variantId, quantity: 1 }] }), {
        card: 'settles_later',
      })
    ).body
    await app.worker.idle()
    app.takeEvents()
    refused(await refund(placed), [409, 'order.not_refundable'])
    assert.equal(await available(app, variantId), 6)
    assert.deepEqual((await read(order)).refunds, [])
  })

  it('refuses bodies that are none, unknown orders and everyone but those who may', async () => {
    const order = await aPaidOrder()
    const restock = [{ lineId: order.lines[0].id, quantity: 0 }]
    const wrong = [
      { amount: 0 },
      { amount: 1.5 },
      { amount: '5' },
      { amount: usd(5) },
      { restock },
      { sum: 1 },
    ]
    for (const body of wrong) refused(await refund(order, body), [422, 'http.invalid'])
    refused(await refund(order, { reason: 'x'.repeat(501) }), [422, 'http.invalid'])
    refused(await refund({ id: newId('order') }), [404, 'order.missing'])
    refused(await refund(order, {}, { token: undefined }), [401, 'access.unauthenticated'])
    const customer = await aCustomer(app, 'someone@example.com')
    app.takeEvents()
    refused(await refund(order, {}, customer), [403, 'access.forbidden'])
  })

  it('happens once for one Idempotency-Key, and not at another version', async () => {
    const order = await aPaidOrder()
    const body = { amount: 100 }
    refused(await refund(order, body, { headers: { 'if-match': '"77"' } }), [412, 'http.precondition_failed'])
    const [first, again] = [await refund(order, body, { key: 'r' }), await refund(order, body, { key: 'r' })]
    assert.deepEqual([first.status, again.body], [201, first.body])
    await app.worker.idle()
    assert.deepEqual((await read(order)).payment.refunded, usd(100))
    assert.deepEqual(app.takeEvents(), ['order.refunded'])
  })

  it('asked for many times at once never gives back more than was paid', async () => {
    const order = await aPaidOrder()
    const replies = await atOnce(8, () => refund(order, { amount: 1_000 }))
    assert.deepEqual(countReplies(replies), { '201': 3, '409 order.nothing_to_refund': 5 })
    await app.worker.idle()
    const done = await read(order)
    assert.deepEqual([done.payment.status, done.payment.refunded], ['refunded', usd(3_000)])
    // Jobs that end at the same moment conflict and ask again, each with its key.
    const given = new Map(returnsOf(order).map(({ returnKey, amount }) => [returnKey, amount]))
    assert.deepEqual([...given.values()], [usd(1_000), usd(1_000), usd(1_000)])
    app.takeEvents()
  })

  it('of a test card that takes nothing back is refused', async () => {
    const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
    const { body: order } = await checkOut(app, cart, { card: 'no_refund' })
    assert.equal(order.status, 'paid')
    await refund(order)
    await app.worker.idle()
    const [{ status, problem }] = (await read(order)).refunds
    assert.deepEqual([status, problem], ['refused', 'The card takes no money back.'])
    app.takeEvents()
  })
})

describe('cancelling an order that was refunded in part', () => {
  it('gives back the rest of the money and of the goods', async () => {
    const order = await aPaidOrder()
    await refund(order, { amount: 1_200, restock: [{ lineId: order.lines[0].id, quantity: 1 }] })
    const tooSoon = await staff('POST', `/${order.id}/cancellation`)
    assert.deepEqual([tooSoon.status, tooSoon.body.code], [409, 'order.not_cancellable'])
    assert.match(tooSoon.body.detail, /a refund is on its way/)
    await app.worker.idle()
    app.takeEvents()
    const { status, body } = await staff('POST', `/${order.id}/cancellation`)
    assert.deepEqual([status, body.payment.status, body.payment.refunded], [200, 'giving_back', usd(1_200)])
    assert.equal(await available(app, variantId), 10)
    assert.deepEqual(app.takeEvents(), ['stock.changed', 'order.cancelled'])
    await app.worker.idle()
    assert.deepEqual(
      returnsOf(order).map(({ amount }) => amount),
      [usd(1_200), usd(1_800)],
    )
    const after = await read(order)
    assert.deepEqual([after.payment.status, after.payment.refunded], ['refunded', usd(3_000)])
    refused(await refund(order), [409, 'order.nothing_to_refund'])
  })

  it('gives nothing back where nothing is left', async () => {
    const order = await aPaidOrder()
    await refund(order)
    await app.worker.idle()
    const { body } = await staff('POST', `/${order.id}/cancellation`)
    assert.deepEqual([body.status, body.payment.status], ['cancelled', 'refunded'])
    await app.worker.idle()
    assert.equal(returnsOf(order).length, 1)
    app.takeEvents()
  })
})

describe('an order from before there were refunds', () => {
  it('reads as one without any, and can be refunded', async () => {
    const { id } = await anOrder(app, { items: [{ variantId, quantity: 1 }] })
    const stored = await app.run((ctx) => ctx.get(orderCollection, id))
    assert.ok(stored && !('refunds' in stored), 'what has no refunds is stored as it was before')
    const { refunds, payment } = await read({ id })
    assert.deepEqual([refunds, payment.refunded.amount], [[], 0])
    assert.equal((await refund({ id }, { amount: 1 })).status, 201)
    await app.worker.idle()
    app.takeEvents()
  })
})
