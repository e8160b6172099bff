import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { applyOutcome, giveBack, givenBack, isSettled, type Payment, startPayment } from './payment.ts'
import type { ChargeOutcome } from './provider.ts'

const NOW = Date.UTC(2026, 10, 2)
const aPayment = () => startPayment({ provider: 'test', amount: { amount: 1_999, currency: 'USD' } }, NOW)
const captured: ChargeOutcome = { status: 'captured', reference: 'ref_1' }
const declined: ChargeOutcome = { status: 'declined', reference: null, reason: 'No.' }
const asked: ChargeOutcome = {
  status: 'action_required',
  reference: 'ref_0',
  action: { type: 'redirect', url: 'https://bank.example' },
}

describe('a payment', () => {
  it('starts without an answer, under a key of its own', () => {
    const payment = aPayment()
    assert.match(payment.id, /^pay_[0-9A-Z]{26}$/)
    assert.deepEqual([payment.status, payment.reference, payment.action], ['started', null, null])
    assert.equal(isSettled(payment), false)
  })

  it('becomes what the provider answers', () => {
    const waiting = applyOutcome(aPayment(), asked, NOW + 1)
    assert.deepEqual(
      [waiting.status, waiting.reference, waiting.action],
      ['action_required', 'ref_0', { type: 'redirect', url: 'https://bank.example' }],
    )
    const done = applyOutcome(waiting, captured, NOW + 2)
    assert.deepEqual([done.status, done.reference, done.action], ['captured', 'ref_1', null])
    assert.deepEqual([done.updatedAt, isSettled(done)], [NOW + 2, true])
  })

  it('keeps the reference that it has when an answer brings none', () => {
    const refused = applyOutcome(applyOutcome(aPayment(), asked, NOW), declined, NOW)
    assert.deepEqual([refused.status, refused.reference], ['declined', 'ref_0'])
  })

  it('stays as it is once it is settled, and where nothing is known', () => {
    const answers: ChargeOutcome[] = [captured, declined, asked]
    const returning = giveBack(applyOutcome(aPayment(), captured, NOW), NOW)
    const settled: Payment[] = [
      applyOutcome(aPayment(), captured, NOW),
      applyOutcome(aPayment(), declined, NOW),
      returning,
      givenBack(returning, 'voided', NOW),
      givenBack(returning, 'refunded', NOW),
    ]
    for (const payment of settled) {
      for (const late of answers) assert.equal(applyOutcome(payment, late, NOW), payment)
    }
    const open = aPayment()
    assert.equal(applyOutcome(open, { status: 'unknown' }, NOW), open)
  })

  it('goes back without anything left for the customer to do', () => {
    const returning = giveBack(applyOutcome(aPayment(), asked, NOW), NOW + 5)
    assert.deepEqual(
      [returning.status, returning.action, returning.updatedAt],
      ['giving_back', null, NOW + 5],
    )
    assert.equal(givenBack(returning, 'refunded', NOW + 6).status, 'refunded')
  })
})
