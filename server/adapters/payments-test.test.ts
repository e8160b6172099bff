import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import type { ChargeRequest } from '#modules/payments/provider.ts'
import { describePaymentProvider } from '#testing/payment-provider.conformance.ts'
import { createTestPayments, TEST_TOKENS } from './payments-test.ts'

const open = () => createTestPayments({ publicUrl: 'https://shop.example' })
const headers = {}

describePaymentProvider('The built-in provider', {
  open,
  tokens: {
    captured: 'success',
    declined: 'declined',
    pending: 'settles_later',
    action_required: 'second_step',
    lost: 'timeout',
    notRefundable: 'no_refund',
  },
  notices: {
    genuine: ({ reference, status }) => ({ headers, body: { reference, outcome: status } }),
    forged: ({ key, reference }) =>
      [
        undefined,
        null,
        'captured',
        [],
        {},
        { reference },
        { reference, outcome: 'refunded' },
        { reference: key, outcome: 'captured' },
        { reference: 42, outcome: 'captured' },
        { reference: `${reference} `, outcome: 'captured' },
        { reference: 'test_success_order_1', outcome: 'captured' },
      ].map((body) => ({ headers, body })),
  },
})

describe('the built-in provider', () => {
  const aCharge = (token: string): ChargeRequest => ({
    key: newId('pay'),
    amount: { amount: 100, currency: 'USD' },
    token,
    orderNumber: '7QK4-M2XD',
    email: 'ada@example.com',
    returnUrl: 'https://shop.example/orders/order_1',
  })
  const charge = (token: string) => open().charge(aCharge(token), AbortSignal.timeout(1_000))

  it('names its cards to who takes another', async () => {
    const outcome = await charge('4242424242424242')
    assert.ok(outcome.status === 'declined')
    for (const card of Object.keys(TEST_TOKENS)) assert.ok(outcome.reason.includes(card))
    assert.equal((await charge('toString')).status, 'declined')
  })

  it('tells a lack of money from other refusals', async () => {
    const outcome = await charge('insufficient_funds')
    assert.deepEqual(outcome.status === 'declined' && outcome.reason, 'The card has not enough money on it.')
  })

  it('remembers by the reference alone, so also after a restart', async () => {
    const request = aCharge('second_step')
    const outcome = await open().charge(request, AbortSignal.timeout(1_000))
    assert.ok(outcome.status === 'action_required')
    const payment = { key: request.key, reference: outcome.reference, amount: null }
    assert.deepEqual(await open().lookUp(payment, AbortSignal.timeout(1_000)), outcome)
  })

  it('never hears of a payment that does not arrive', async () => {
    const provider = open()
    const request = aCharge('timeout_unpaid')
    await assert.rejects(provider.charge(request, AbortSignal.timeout(5)))
    const payment = { key: request.key, reference: null, amount: null }
    assert.deepEqual(await provider.lookUp(payment, AbortSignal.timeout(1_000)), { status: 'unknown' })
  })
})
