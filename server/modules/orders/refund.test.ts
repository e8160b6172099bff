import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { ReturnOutcome } from '#modules/payments/index.ts'
import { anonymised, isFinished } from './anonymise.ts'
import { aPaidOrder, aPendingOrder, byStaff } from './fixtures.ts'
import { cancel, fulfil, type Order, paidBack } from './order.ts'
import {
  beginRefund,
  endRefund,
  leftToRefund,
  type NewRefund,
  REFUNDS_MAX,
  refundedOf,
  refundsOf,
} from './refund.ts'
import { leftToShip, notRestocked } from './restock.ts'

const REFUNDED: ReturnOutcome = { status: 'refunded' }
const REFUSED: ReturnOutcome = { status: 'refused', reason: 'The card is gone.' }

const begin = (order: Order, wish: NewRefund = {}) => beginRefund(order, wish, byStaff)

const end = (order: Order, outcome: ReturnOutcome = REFUNDED): Order =>
  refundsOf(order).reduce((now, { id: refundId }) => endRefund(now, { refundId, outcome }, byStaff), order)

const told = (order: Order) => order.history.map(({ what }) => what)
const code = (name: string) => ({ code: `order.${name}` })

/** Two of one thing and three of another, $50.00 in all. */
const anOrder = () =>
  aPaidOrder([
    { amount: 1_000, quantity: 2 },
    { amount: 1_000, quantity: 3 },
  ])

describe('a refund', () => {
  it('counts from when it is decided, and is done when the money went back', () => {
    const order = anOrder()
    const paid = order.payment.amount
    const begun = begin(order, { amount: 500, reason: 'A scratch' })
    const [refund] = refundsOf(begun)
    assert.deepEqual(refund, {
      id: refund?.id,
      amount: { amount: 500, currency: 'USD' },
      reason: 'A scratch',
      status: 'pending',
      problem: null,
      restock: [],
      ...byStaff,
    })
    assert.match(refund?.id ?? '', /^refund_/)
    assert.equal(leftToRefund(begun).amount, paid.amount - 500)
    const done = end(begun)
    assert.deepEqual(
      [refundsOf(done)[0]?.status, done.payment.status, done.status],
      ['done', 'captured', 'paid'],
    )
    assert.deepEqual(told(done).slice(-2), ['refund of $5.00 begun', '$5.00 refunded'])
    assert.equal(end(done), done)
  })

  it('of all that is left makes the payment a refunded one, and the order stays what it is', () => {
    const part = end(begin(anOrder(), { amount: 1 }))
    const whole = end(begin(part))
    assert.deepEqual([whole.payment.status, whole.status], ['refunded', 'paid'])
    assert.deepEqual([refundedOf(whole), leftToRefund(whole).amount], [whole.payment.amount, 0])
    assert.throws(() => begin(whole), code('nothing_to_refund'))
    assert.equal(fulfil(whole, {}, byStaff).status, 'fulfilled')
  })

  it('that the provider refuses counts for nothing, and says why', () => {
    const refused = end(begin(anOrder()), REFUSED)
    assert.deepEqual(
      refundsOf(refused).map(({ status, problem }) => [status, problem]),
      [['refused', 'The card is gone.']],
    )
    assert.deepEqual([refundedOf(refused).amount, refused.payment.status], [0, 'captured'])
    assert.match(told(refused).at(-1) ?? '', /^refund of \$[\d.]+ refused: The card is gone\.$/)
    assert.equal(end(begin(refused)).payment.status, 'refunded')
  })

  it('is never of more than is left, of what was not captured, or one too many', () => {
    const order = anOrder()
    const { amount } = order.payment.amount
    assert.throws(() => begin(order, { amount: amount + 1 }), code('over_refunded'))
    assert.throws(() => begin(begin(order, { amount: amount - 10 }), { amount: 11 }), {
      ...code('over_refunded'),
      details: { field: 'amount', left: { amount: 10, currency: 'USD' } },
    })
    assert.throws(() => begin(begin(order)), code('nothing_to_refund'))
    assert.throws(() => begin(aPendingOrder()), code('not_refundable'))
    assert.throws(() => begin(cancel(order, null, byStaff)), code('not_refundable'))
    let many = order
    for (let n = 0; n < REFUNDS_MAX; n++) many = begin(many, { amount: 1 })
    assert.throws(() => begin(many, { amount: 1 }), code('too_many_refunds'))
  })

  it('however many there are, and however they end, never gives back more than was paid', () => {
    const wish = fc.record({ amount: fc.integer({ min: 1, max: 4_000 }), isRefused: fc.boolean() })
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
        let order = anOrder()
        let given = 0
        for (const { amount, isRefused } of wishes) {
          const left = leftToRefund(order).amount
          if (amount > left) {
            assert.throws(() => begin(order, { amount }))
            continue
          }
          order = end(begin(order, { amount }), isRefused ? REFUSED : REFUNDED)
          if (!isRefused) given += amount
          assert.equal(refundedOf(order).amount, given)
          assert.equal(given + leftToRefund(order).amount, order.payment.amount.amount)
        }
      }),
    )
  })

  it('keeps an order from being cancelled until it is done; then the rest goes back', () => {
    const order = anOrder()
    const begun = begin(order, { amount: 500 })
    assert.throws(() => cancel(begun, null, byStaff), code('not_cancellable'))
    const cancelled = cancel(end(begun), null, byStaff)
    assert.equal(cancelled.payment.status, 'giving_back')
    assert.equal(leftToRefund(cancelled).amount, order.payment.amount.amount - 500)
    const back = paidBack(cancelled, 'refunded', byStaff)
    assert.deepEqual(refundedOf(back), order.payment.amount)
    const whole = cancel(end(begin(order)), null, byStaff)
    assert.deepEqual([whole.status, whole.payment.status], ['cancelled', 'refunded'])
  })

  it('that is on its way keeps an order from being finished; its reason goes with whoever bought', () => {
    const begun = begin(fulfil(anOrder(), {}, byStaff), { amount: 1, reason: 'Ada was unhappy' })
    assert.equal(isFinished(begun), false)
    const done = end(begun)
    assert.equal(isFinished(done), true)
    const [left] = refundsOf(anonymised(done, byStaff.by, 1))
    assert.deepEqual([left?.reason, left?.by, left?.amount.amount], [null, 'erased', 1])
  })
})

describe('what goes back into stock', () => {
  const [FIRST, SECOND] = [0, 1]
  const lineOf = (order: Order, at: number) => order.lines[at] as Order['lines'][number]
  const putBack = (order: Order, at: number, quantity: number) =>
    begin(order, { amount: 1, restock: [{ lineId: lineOf(order, at).id, quantity }] })

  it('is what was sold and is not there yet', () => {
    const order = putBack(anOrder(), SECOND, 2)
    assert.deepEqual([notRestocked(lineOf(order, SECOND)), notRestocked(lineOf(order, FIRST))], [1, 2])
    assert.throws(() => putBack(order, SECOND, 2), {
      ...code('over_restocked'),
      message: /2 cannot .* 1 of 3 are/,
    })
    const lineId = lineOf(order, SECOND).id
    const twice = { amount: 1, restock: [1, 1].map((quantity) => ({ lineId, quantity })) }
    assert.throws(() => begin(order, twice), code('over_restocked'))
    assert.throws(() => begin(order, { restock: [{ lineId: 'line_x', quantity: 1 }] }), code('no_such_line'))
  })

  it('is not shipped any more, if it was not before', () => {
    const order = putBack(anOrder(), SECOND, 2)
    assert.equal(leftToShip(lineOf(order, SECOND)), 1)
    const over = { lines: [{ lineId: lineOf(order, SECOND).id, quantity: 2 }] }
    assert.throws(() => fulfil(order, over, byStaff), code('over_fulfilled'))
    const shipped = fulfil(order, {}, byStaff)
    assert.deepEqual(
      shipped.fulfilments[0]?.lines.map(({ quantity }) => quantity),
      [2, 1],
    )
    assert.equal(shipped.status, 'fulfilled')
  })

  it('is taken to be of what was shipped, as far as there is any', () => {
    const order = anOrder()
    const one = { lines: [{ lineId: lineOf(order, SECOND).id, quantity: 1 }] }
    const part = fulfil(order, one, byStaff)
    assert.equal(leftToShip(lineOf(putBack(part, SECOND, 1), SECOND)), 2)
    assert.equal(leftToShip(lineOf(putBack(part, SECOND, 3), SECOND)), 0)
    const later = fulfil(putBack(putBack(part, SECOND, 1), SECOND, 1), {}, byStaff)
    assert.deepEqual([lineOf(later, SECOND).fulfilled, lineOf(later, SECOND).recalled], [2, 1])
  })

  it('may be the last that was to be shipped: the order is fulfilled then', () => {
    const order = anOrder()
    const part = fulfil(order, { lines: [{ lineId: lineOf(order, FIRST).id, quantity: 2 }] }, byStaff)
    assert.deepEqual([part.status, putBack(part, SECOND, 3).status], ['paid', 'fulfilled'])
  })
})
