import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { usd } from '#modules/carts/fixtures.ts'
import { ANSWERS, aPaidOrder, aPendingOrder, byGuest, byStaff } from './fixtures.ts'
import { applyAnswer, cancel, FULFILMENTS_MAX, fulfil, type Order, paidBack } from './order.ts'

const lineId = (order: Order, at = 0) => order.lines[at]?.id ?? ''
const toldOf = (order: Order) => order.history.map(({ what }) => what)
const statusOf = ({ status, payment }: Order) => [status, payment.status]

describe('a checkout begins an order', () => {
  it('that is pending and holds what the cart was, not what it becomes', () => {
    const order = aPendingOrder()
    assert.deepEqual(statusOf(order), ['pending', 'started'])
    assert.deepEqual([order.totals.total, order.payment.amount], [usd(2_000), usd(2_000)])
    assert.deepEqual(
      order.lines.map((line) => [line.title, line.quantity, line.fulfilled]),
      [['Mug', 2, 0]],
    )
    assert.deepEqual(order.history, [{ ...byGuest, what: 'checkout started' }])
    assert.equal(order.placedAt, null)
    assert.deepEqual(order.billingAddress, order.shippingAddress)
  })

  it('with a number that tells nothing and a payment that has a key of its own', () => {
    const [a, b] = [aPendingOrder(), aPendingOrder()]
    assert.match(a.number, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    assert.notEqual(a.number, b.number)
    assert.notEqual(a.payment.id, b.payment.id)
  })
})

describe('an answer of the provider', () => {
  it('makes it paid, placed or keeps it pending', () => {
    const after = (answer: keyof typeof ANSWERS) =>
      statusOf(applyAnswer(aPendingOrder(), ANSWERS[answer], byGuest))
    assert.deepEqual(after('captured'), ['paid', 'captured'])
    assert.deepEqual(after('pending'), ['placed', 'pending'])
    assert.deepEqual(after('asked'), ['pending', 'action_required'])
    assert.deepEqual(after('unanswered'), ['pending', 'started'])
    assert.deepEqual(after('unknown'), ['pending', 'started'])
  })

  it('is recorded with who and when, and dates the order', () => {
    const placed = applyAnswer(aPendingOrder(), ANSWERS.pending, byGuest)
    const paid = applyAnswer(placed, ANSWERS.captured, byStaff)
    assert.deepEqual(paid.history, [
      { ...byGuest, what: 'checkout started' },
      { ...byGuest, what: 'payment pending' },
      { ...byStaff, what: 'payment captured' },
    ])
    assert.deepEqual([paid.placedAt, paid.updatedAt], [byGuest.at, byStaff.at])
    assert.equal(paid.payment.reference, 'ref_1')
  })

  it('that says nothing new changes nothing at all', () => {
    for (const answer of [ANSWERS.captured, ANSWERS.pending, ANSWERS.asked]) {
      const once = applyAnswer(aPendingOrder(), answer, byGuest)
      assert.equal(applyAnswer(once, answer, byStaff), once)
    }
    const paid = aPaidOrder()
    for (const late of Object.values(ANSWERS)) assert.equal(applyAnswer(paid, late, byStaff), paid)
  })

  it('with an action shows it until the payment is decided', () => {
    const asked = applyAnswer(aPendingOrder(), ANSWERS.asked, byGuest)
    assert.deepEqual(asked.payment.action, ANSWERS.asked.action)
    assert.equal(applyAnswer(asked, ANSWERS.captured, byGuest).payment.action, null)
  })

  it('is paid once, in whatever order answers come', () => {
    const answers = fc.array(fc.constantFrom(...Object.values(ANSWERS)), { maxLength: 12 })
    fc.assert(
      fc.property(answers, (all) => {
        const order = all.reduce((at, answer) => applyAnswer(at, answer, byGuest), aPendingOrder())
        const paid = toldOf(order).filter((what) => what === 'payment captured')
        assert.equal(paid.length, order.status === 'paid' ? 1 : 0)
        const decided = all.find(({ status }) => status === 'captured' || status === 'declined')
        if (decided) assert.equal(order.payment.status, decided.status)
      }),
    )
  })
})

describe('a parcel', () => {
  const track = { carrier: 'Post', number: '42' }

  it('takes everything that is left, and the order is fulfilled', () => {
    const order = fulfil(aPaidOrder(), { tracking: track }, byStaff)
    assert.equal(order.status, 'fulfilled')
    const [parcel] = order.fulfilments
    assert.deepEqual(
      { ...parcel, id: '' },
      {
        id: '',
        lines: [{ lineId: lineId(order), quantity: 2 }],
        tracking: { ...track, url: null },
        ...byStaff,
      },
    )
    assert.equal(toldOf(order).at(-1), 'fulfilled')
  })

  it('may take a part; the next takes the rest', () => {
    const order = aPaidOrder([{ amount: 100, quantity: 3 }, { amount: 200 }])
    const part = fulfil(order, { lines: [{ lineId: lineId(order), quantity: 2 }] }, byStaff)
    assert.deepEqual([part.status, toldOf(part).at(-1)], ['paid', 'partly fulfilled'])
    assert.deepEqual(
      part.lines.map((line) => line.fulfilled),
      [2, 0],
    )
    const rest = fulfil(part, {}, byStaff)
    assert.equal(rest.status, 'fulfilled')
    assert.deepEqual(rest.fulfilments[1]?.lines, [
      { lineId: lineId(order), quantity: 1 },
      { lineId: lineId(order, 1), quantity: 1 },
    ])
  })

  it('holds no more than is left, counted over all entries of a line', () => {
    const order = aPaidOrder([{ title: 'Mug', amount: 100, quantity: 3 }])
    const two = { lineId: lineId(order), quantity: 2 }
    assert.throws(() => fulfil(order, { lines: [two, two] }, byStaff), {
      code: 'order.over_fulfilled',
      status: 422,
      message: 'Mug: 2 cannot be shipped, 1 of 3 are left.',
      details: { lineId: lineId(order), left: 1 },
    })
  })

  it('holds no line of another order', () => {
    const lines = [{ lineId: 'line_other', quantity: 1 }]
    assert.throws(() => fulfil(aPaidOrder(), { lines }, byStaff), { code: 'order.no_such_line' })
  })

  it('waits for the money', () => {
    const pending = aPendingOrder()
    const placed = applyAnswer(pending, ANSWERS.pending, byGuest)
    for (const order of [pending, placed, cancel(aPaidOrder(), null, byStaff)]) {
      assert.throws(() => fulfil(order, {}, byStaff), { code: 'order.not_paid', status: 409 })
    }
  })

  it('has nothing left to take once all is shipped', () => {
    const done = fulfil(aPaidOrder(), {}, byStaff)
    assert.throws(() => fulfil(done, {}, byStaff), { code: 'order.nothing_to_ship', status: 409 })
  })

  it('is one of at most so many', () => {
    const order = aPaidOrder([{ amount: 1, quantity: FULFILMENTS_MAX + 1 }])
    const one = { lines: [{ lineId: lineId(order), quantity: 1 }] }
    let sent = order
    for (let n = 0; n < FULFILMENTS_MAX; n++) sent = fulfil(sent, one, byStaff)
    assert.throws(() => fulfil(sent, one, byStaff), { code: 'order.too_many_parcels', status: 422 })
  })
})

describe('a cancellation', () => {
  it('says by whom, when and why, and sends the money on its way back', () => {
    const order = cancel(aPaidOrder(), 'Out of clay', byStaff)
    assert.deepEqual(statusOf(order), ['cancelled', 'giving_back'])
    assert.deepEqual(order.cancellation, { ...byStaff, reason: 'Out of clay' })
    assert.equal(toldOf(order).at(-1), 'cancelled')
    assert.deepEqual(statusOf(paidBack(order, 'refunded', byStaff)), ['cancelled', 'refunded'])
  })

  it('of an order that cost nothing owes nothing', () => {
    assert.deepEqual(statusOf(cancel(aPaidOrder([{ amount: 0 }]), null, byStaff)), ['cancelled', 'captured'])
  })

  it('comes once, and never after a parcel has left', () => {
    const paid = aPaidOrder()
    const part = fulfil(paid, { lines: [{ lineId: lineId(paid), quantity: 1 }] }, byStaff)
    const cancelled = cancel(aPaidOrder(), null, byStaff)
    for (const order of [part, fulfil(aPaidOrder(), {}, byStaff), cancelled]) {
      assert.throws(() => cancel(order, null, byStaff), { code: 'order.not_cancellable', status: 409 })
    }
  })

  it('is not for a checkout that is under way: that ends by itself', () => {
    const asked = applyAnswer(aPendingOrder(), ANSWERS.asked, byGuest)
    for (const order of [aPendingOrder(), asked]) {
      assert.throws(() => cancel(order, null, byStaff), {
        code: 'order.not_cancellable',
        message: /its payment is not decided yet/,
      })
    }
  })

  it('is final: no money that comes in late makes it an order again', () => {
    const cancelled = cancel(applyAnswer(aPendingOrder(), ANSWERS.pending, byGuest), null, byStaff)
    assert.equal(applyAnswer(cancelled, ANSWERS.captured, byStaff), cancelled)
    assert.equal(paidBack(aPaidOrder(), 'refunded', byStaff).status, 'paid')
  })
})
