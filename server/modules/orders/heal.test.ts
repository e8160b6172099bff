import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { captured, createScriptedPayments, declined, plugPayments } from '#testing/scripted-payments.ts'
import { aCart, aPromotion, aVariant, available, checkOut } from '#testing/shop.ts'
import { orders as orderCollection } from './collections.ts'
import { aPendingOrder } from './fixtures.ts'
import { ACTION_MAX_MS, HEAL_AFTER_MS } from './heal.ts'

const slow = createScriptedPayments()
let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp({ plug: plugPayments(slow, { timeoutMs: 30 }) })
  await aPromotion(app, { code: 'ONCE', usageLimit: 1 })
})
beforeEach(async () => {
  variantId = await aVariant(app, { onHand: 5, requiresShipping: false })
  slow.onCharge = () => Promise.reject(new Error('It hangs.'))
  await app.worker.idle()
  app.takeEvents()
})
after(() => app.close())

const aReadyCart = (wish: Loose = {}) => aCart(app, { items: [{ variantId, quantity: 2 }], ...wish })

const pay = (cart: Loose, token: string, provider = 'test', key?: string) =>
  app.request('POST', `/api/carts/${cart.id}/checkout`, {
    ...(key && { key }),
    body: { version: cart.version, payment: { provider, token } },
  })

const read = async ({ id }: Loose): Promise<Loose> =>
  (await app.request('GET', `/api/admin/orders/${id}`, { token: app.owner })).body

/** Lets the schedule come round that often. */
async function pass(ms: number): Promise<void> {
  app.clock.advance(ms)
  await app.worker.idle()
}

const returnsOf = (order: Loose) => slow.returns.filter(({ key }) => key === order.payment.id).length

describe('a checkout whose provider does not answer', () => {
  it('says so in good time: 202 with an order that is pending', async () => {
    const { status, body } = await pay(await aReadyCart(), 'timeout')
    assert.deepEqual([status, body.status, body.payment.status], [202, 'pending', 'started'])
    assert.equal(await available(app, variantId), 3)
    assert.deepEqual(app.takeEvents(), ['stock.changed'])
  })

  it('is paid by itself where the money did arrive', async () => {
    const { body: order } = await pay(await aReadyCart(), 'timeout')
    await pass(HEAL_AFTER_MS + 30 * SECOND_MS)
    const paid = await read(order)
    assert.deepEqual([paid.status, paid.payment.status], ['paid', 'captured'])
    assert.equal(paid.history.at(-1).by, 'system')
    const told = app.events.filter((event) => event.subject === order.id).map((event) => event.type)
    assert.deepEqual(told, ['order.confirmed', 'order.paid'])
  })

  it('is undone by itself where it never arrived: stock and coupon are free, the cart is open, nothing is owed', async () => {
    const cart = await aReadyCart({ coupons: ['ONCE'] })
    const { body: order } = await pay(cart, 'timeout_unpaid')
    app.takeEvents()
    await pass(HEAL_AFTER_MS + 30 * SECOND_MS)
    assert.equal((await read(order)).code, 'order.missing')
    assert.equal(await available(app, variantId), 5)
    assert.deepEqual(app.takeEvents(), ['stock.changed'])
    const { body: open } = await app.request('GET', `/api/carts/${cart.id}`)
    assert.deepEqual([open.orderId, open.coupons[0].applied], [null, true])
    assert.equal((await pay(open, 'success')).status, 201)
  })

  it('is left alone before its time', async () => {
    slow.onLookUp = () => captured()
    const { body: order } = await pay(await aReadyCart(), 'x', 'scripted')
    await pass(HEAL_AFTER_MS - SECOND_MS)
    assert.equal((await read(order)).status, 'pending')
    await pass(31 * SECOND_MS)
    assert.equal((await read(order)).status, 'paid')
  })

  it('tells the provider that the payment is not wanted any more, before anyone else can buy the goods twice', async () => {
    slow.onLookUp = () => ({ status: 'unknown' })
    const { body: order } = await pay(await aReadyCart(), 'x', 'scripted')
    await pass(2 * MINUTE_MS)
    assert.equal((await read(order)).code, 'order.missing')
    assert.equal(returnsOf(order), 1)
    await pass(10 * MINUTE_MS)
    assert.equal(returnsOf(order), 1)
  })

  it('gives nothing away as long as nobody knows whether money moved', async () => {
    slow.onLookUp = () => Promise.reject(new Error('Still down.'))
    const { body: order } = await pay(await aReadyCart(), 'x', 'scripted')
    for (let n = 0; n < 3; n++) await pass(2 * MINUTE_MS)
    assert.equal((await read(order)).status, 'pending')
    assert.equal(await available(app, variantId), 3)
    slow.onLookUp = () => declined('Stolen.')
    await pass(2 * MINUTE_MS)
    assert.equal((await read(order)).code, 'order.missing')
    assert.equal(await available(app, variantId), 5)
  })

  it('can be asked about with the same key in the meantime, and afterwards', async () => {
    slow.onLookUp = () => captured()
    const cart = await aReadyCart()
    const first = await pay(cart, 'x', 'scripted', 'slow')
    const again = await pay(cart, 'x', 'scripted', 'slow')
    assert.deepEqual([again.status, again.body], [202, first.body])
    const other = await pay(cart, 'x', 'scripted', 'other')
    assert.deepEqual([other.status, other.body.code], [409, 'order.under_way'])
    await pass(2 * MINUTE_MS)
    const done = await pay(cart, 'x', 'scripted', 'other')
    assert.deepEqual([done.status, done.body.code], [409, 'order.checked_out'])
    assert.equal(done.body.order.id, first.body.id)
  })

  it('has its money returned by a job that does not give up', async () => {
    slow.onGiveBack = () => (returnsOf(order) < 3 ? Promise.reject(new Error('Down.')) : { status: 'voided' })
    slow.onLookUp = () => ({ status: 'unknown' })
    const { body: order } = await pay(await aReadyCart(), 'x', 'scripted')
    await pass(2 * MINUTE_MS)
    await pass(MINUTE_MS)
    await pass(MINUTE_MS)
    assert.equal(returnsOf(order), 3)
  })
})

describe('a second step that nobody takes', () => {
  it('ends after half an hour: the goods are for sale again, and the payment is voided', async () => {
    slow.onCharge = () => ({
      status: 'action_required',
      reference: 'ref_1',
      action: { type: 'redirect', url: 'https://bank.example' },
    })
    slow.onLookUp = slow.onCharge as () => ReturnType<typeof slow.onLookUp>
    slow.onGiveBack = () => ({ status: 'voided' })
    const cart = await aReadyCart()
    const { body: order } = await pay(cart, 'x', 'scripted')
    await pass(ACTION_MAX_MS - MINUTE_MS)
    assert.equal((await read(order)).status, 'pending')
    assert.equal(returnsOf(order), 0)
    app.takeEvents()
    await pass(2 * MINUTE_MS)
    assert.equal((await read(order)).code, 'order.missing')
    assert.deepEqual(app.takeEvents(), ['stock.changed'])
    assert.equal(await available(app, variantId), 5)
    assert.equal(returnsOf(order), 1)
    assert.equal((await app.request('GET', `/api/carts/${cart.id}`)).body.orderId, null)
  })

  it('is seen by itself where the notice got lost', async () => {
    slow.onCharge = () => ({
      status: 'action_required',
      reference: 'ref_2',
      action: { type: 'redirect', url: 'https://bank.example' },
    })
    slow.onLookUp = () => captured('ref_2')
    const { body: order } = await pay(await aReadyCart(), 'x', 'scripted')
    await pass(2 * MINUTE_MS)
    assert.equal((await read(order)).status, 'paid')
  })
})

describe('a free order that was cut off', () => {
  it('is finished without anybody being asked', async () => {
    const now = app.clock.now()
    const order = { ...aPendingOrder([{ amount: 0 }]), createdAt: now }
    await app.run(async (ctx) => ctx.save(orderCollection, order))
    const asked = slow.lookUps.length
    await pass(2 * MINUTE_MS)
    const { status, payment } = await read(order)
    assert.deepEqual([status, payment.status, slow.lookUps.length], ['paid', 'captured', asked])
  })
})

describe('checkouts that wait', () => {
  it('do not hold up each other: one hanging provider keeps only its own', async () => {
    slow.onLookUp = ({ key }) => (key === stuck.payment.id ? new Promise(() => {}) : captured())
    const stuck = (await pay(await aReadyCart(), 'x', 'scripted')).body
    const { body: fine } = await pay(await aReadyCart({ items: [{ variantId, quantity: 1 }] }), 'timeout')
    await pass(2 * MINUTE_MS)
    assert.equal((await read(fine)).status, 'paid')
    assert.equal((await read(stuck)).status, 'pending')
    assert.equal((await checkOut(app, await aReadyCart())).status, 201)
  })
})
