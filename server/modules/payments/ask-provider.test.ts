import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '#testing/app.ts'
import { captured, createScriptedPayments, declined, plugPayments } from '#testing/scripted-payments.ts'
import { charge, lookUp, needProvider, UNANSWERED } from './ask-provider.ts'

const provider = createScriptedPayments()
const request = {
  key: 'pay_1',
  amount: { amount: 100, currency: 'USD' },
  token: 'card',
  orderNumber: '7QK4-M2XD',
  email: 'ada@example.com',
  returnUrl: 'https://shop.example/orders/order_1',
}
const never = () => new Promise<never>(() => {})

let app: TestApp
let asked: number
before(async () => {
  app = await createTestApp({ plug: plugPayments(provider, { timeoutMs: 30 }) })
})
beforeEach(() => {
  asked = provider.charges.length
})
after(() => app.close())

const answer = () => app.run((ctx) => charge(ctx, provider, request))
const timesAsked = () => provider.charges.length - asked

describe('GET /api/payment-providers', () => {
  it('lists the ways to pay', async () => {
    const { status, body } = await app.request('GET', '/api/payment-providers')
    assert.equal(status, 200)
    assert.deepEqual(body, { data: [{ name: 'test' }, { name: 'scripted' }], next: null })
  })
})

describe('a provider', () => {
  it('that is not there is refused by name, with those there are', async () => {
    await assert.rejects(
      app.run(async (ctx) => needProvider(ctx, 'gold')),
      {
        code: 'payment.unknown_provider',
        status: 422,
        message: 'The shop does not take payments by "gold", but by test, scripted.',
        details: { providers: ['test', 'scripted'] },
      },
    )
  })

  it('that answers is asked once, also when it refuses', async () => {
    provider.onCharge = () => captured('ref_9')
    assert.deepEqual(await answer(), captured('ref_9'))
    provider.onCharge = () => declined('Too poor.')
    assert.deepEqual(await answer(), declined('Too poor.'))
    assert.equal(timesAsked(), 2)
  })

  it('that fails once is asked again with the same key', async () => {
    const answers = [Promise.reject(new Error('502')), Promise.resolve(captured())]
    provider.onCharge = () => answers.shift() ?? never()
    assert.deepEqual(await answer(), captured())
    const keys = provider.charges.slice(asked).map(({ key }) => key)
    assert.deepEqual(keys, ['pay_1', 'pay_1'])
  })

  it('that never answers is told to stop, and given up after its tries', async () => {
    const signals: AbortSignal[] = []
    provider.onCharge = (_request, signal) => {
      signals.push(signal)
      return never()
    }
    assert.deepEqual(await answer(), UNANSWERED)
    assert.deepEqual(
      signals.map((signal) => signal.aborted),
      [true, true],
    )
  })

  it('that fails at everything leaves open what happened', async () => {
    provider.onCharge = () => Promise.reject(new Error('503'))
    provider.onLookUp = () => Promise.reject(new Error('503'))
    assert.deepEqual(await answer(), UNANSWERED)
    const payment = { key: 'pay_1', reference: null, amount: null }
    assert.deepEqual(await app.run((ctx) => lookUp(ctx, provider, payment)), UNANSWERED)
  })
})
