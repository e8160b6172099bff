import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { ReturnOutcome } from '#modules/payments/provider.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { captured, createScriptedPayments, plugPayments } from '#testing/scripted-payments.ts'
import { aCart, aVariant } from '#testing/shop.ts'

// A provider that keeps to the port: what it answered to one key once, it answers to it for ever.

const bank = createScriptedPayments()
let answers: Map<string, ReturnOutcome>
let app: TestApp
let variantId: string

before(async () => {
  app = await createTestApp({ plug: plugPayments(bank) })
  variantId = await aVariant(app, { onHand: 50, requiresShipping: false })
})
beforeEach(() => {
  answers = new Map()
  bank.onGiveBack = ({ returnKey }) => {
    const known = answers.get(returnKey)
    if (known) return known
    answers.set(returnKey, isThere ? { status: 'refunded' } : { status: 'voided' })
    return answers.get(returnKey) as ReturnOutcome
  }
})
after(() => app.close())

/** Whether the money has come in by now. */
let isThere = false

async function anOrder(status: 'pending' | 'action_required'): Promise<Loose> {
  isThere = false
  const action = { type: 'redirect', url: 'https://bank.example' } as const
  bank.onCharge = () =>
    status === 'pending' ? { status, reference: 'ref_1' } : { status, reference: 'ref_1', action }
  const cart = await aCart(app, { items: [{ variantId, quantity: 1 }] })
  const { body } = await app.request('POST', `/api/carts/${cart.id}/checkout`, {
    body: { version: cart.version, payment: { provider: 'scripted', token: 'x' } },
  })
  return body
}

async function theMoneyComes({ payment }: Loose): Promise<void> {
  isThere = true
  for (let n = 0; n < 2; n++) {
    await app.request('POST', '/api/payments/scripted/notices', {
      body: { key: payment.id, reference: 'ref_1', outcome: captured('ref_1') },
    })
    await app.worker.idle()
  }
}

test('money that comes in after a cancelled order was voided goes back, by a return of its own', async () => {
  const order = await anOrder('pending')
  await app.request('POST', `/api/admin/orders/${order.id}/cancellation`, { token: app.owner })
  await app.worker.idle()
  const read = async () =>
    (await app.request('GET', `/api/admin/orders/${order.id}`, { token: app.owner })).body
  assert.equal((await read()).payment.status, 'voided')
  await theMoneyComes(order)
  assert.equal((await read()).payment.status, 'refunded')
  assert.deepEqual(
    [...answers.values()].map(({ status }) => status),
    ['voided', 'refunded'],
  )
})

test('money that comes in for an order whose time was over goes back, by a return of its own', async () => {
  const order = await anOrder('action_required')
  bank.onLookUp = () => bank.onCharge({} as never, AbortSignal.timeout(1))
  app.clock.advance(31 * 60_000)
  await app.worker.idle()
  assert.equal((await app.request('GET', `/api/admin/orders/${order.id}`, { token: app.owner })).status, 404)
  assert.deepEqual(
    [...answers.values()].map(({ status }) => status),
    ['voided'],
  )
  await theMoneyComes(order)
  assert.deepEqual(
    [...answers.values()].map(({ status }) => status),
    ['voided', 'refunded'],
  )
})
