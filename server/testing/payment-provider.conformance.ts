import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '#kernel/id.ts'
import type {
  ChargeOutcome,
  ChargeRequest,
  PaymentProvider,
  PaymentRef,
  ReturnRequest,
} from '#modules/payments/provider.ts'

export interface ProviderUnderTest {
  /** Made anew for each test. */
  open(): PaymentProvider | Promise<PaymentProvider>
  /** Tokens by what the provider makes of them; a kind that it does not have is left out. */
  readonly tokens: Partial<
    Record<'captured' | 'declined' | 'pending' | 'action_required' | 'lost' | 'notRefundable', string>
  >
  /** A notice as the provider would send it, and one that someone else made up. */
  readonly notices: {
    genuine(of: { key: string; reference: string; status: 'captured' | 'declined' }): Notice
    forged(of: { key: string; reference: string }): readonly Notice[]
  }
}

interface Notice {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

const aCharge = (token: string, init: Partial<ChargeRequest> = {}): ChargeRequest => ({
  key: newId('pay'),
  amount: { amount: 1_999, currency: 'USD' },
  token,
  orderNumber: '7QK4-M2XD',
  email: 'ada@example.com',
  returnUrl: 'https://shop.example/orders/order_1?token=guest',
  ...init,
})

const refOf = ({ key }: ChargeRequest, outcome?: ChargeOutcome): PaymentRef => ({
  key,
  reference: outcome && outcome.status !== 'unknown' ? outcome.reference : null,
  amount: null,
})

const returnOf = (payment: PaymentRef, amount: number | null = null): ReturnRequest => ({
  ...payment,
  amount: amount === null ? null : { amount, currency: 'USD' },
  returnKey: newId('refund'),
})

const inTime = () => AbortSignal.timeout(10_000)

/** What every payment provider has to keep, registered as tests. */
export function describePaymentProvider(name: string, init: ProviderUnderTest): void {
  const { tokens, notices } = init
  const kinds = (['captured', 'declined', 'pending', 'action_required'] as const).filter(
    (kind) => tokens[kind],
  )

  describe(`${name} as a payment provider`, () => {
    for (const kind of kinds) {
      it(`answers ${kind}, and the same again to the same key`, async () => {
        const provider = await init.open()
        const request = aCharge(tokens[kind] as string)
        const first = await provider.charge(request, inTime())
        assert.equal(first.status, kind)
        assert.deepEqual(await provider.charge(request, inTime()), first)
        if (first.status === 'declined') assert.ok(first.reason.length > 0)
        else assert.ok(refOf(request, first).reference)
      })

      it(`tells on request what became of a payment that was ${kind}`, async () => {
        const provider = await init.open()
        const request = aCharge(tokens[kind] as string)
        const outcome = await provider.charge(request, inTime())
        const found = await provider.lookUp(refOf(request, outcome), inTime())
        assert.equal(found.status, kind)
      })
    }

    it('decides here, where it does, as the charge would, and without effect', async () => {
      const provider = await init.open()
      for (const kind of kinds) {
        const request = aCharge(tokens[kind] as string)
        const decided = provider.decide?.(request)
        assert.deepEqual(await provider.lookUp(refOf(request), inTime()), { status: 'unknown' })
        if (decided) assert.deepEqual(await provider.charge(request, inTime()), decided)
      }
    })

    it('shows the customer where to confirm a payment that waits for them', async (t) => {
      if (!tokens.action_required) return t.skip('has none')
      const outcome = await (await init.open()).charge(aCharge(tokens.action_required), inTime())
      assert.ok(outcome.status === 'action_required')
      assert.ok(URL.canParse(outcome.action.url))
    })

    it('makes payments with different keys different payments', async () => {
      const provider = await init.open()
      const [a, b] = await Promise.all(
        [1, 2].map(() => provider.charge(aCharge(tokens.captured ?? ''), inTime())),
      )
      assert.ok(a?.status === 'captured' && b?.status === 'captured')
      assert.notEqual(a.reference, b.reference)
    })

    it('refuses a token that it does not know, as an answer', async () => {
      const outcome = await (await init.open()).charge(aCharge('no-such-token'), inTime())
      assert.equal(outcome.status, 'declined')
    })

    it('knows nothing of a payment that it never heard of', async () => {
      const found = await (await init.open()).lookUp(refOf(aCharge('')), inTime())
      assert.deepEqual(found, { status: 'unknown' })
    })

    it('ends a call whose time is over, and still knows what became of it', async (t) => {
      if (!tokens.lost) return t.skip('has none')
      const provider = await init.open()
      const request = aCharge(tokens.lost)
      const controller = new AbortController()
      const answer = provider.charge(request, controller.signal)
      const first = await Promise.race([answer.then(() => 'answered'), pause(20, 'waiting')])
      assert.equal(first, 'waiting')
      controller.abort(new Error('Time is over.'))
      await assert.rejects(answer, /Time is over/)
      assert.equal((await provider.lookUp(refOf(request), inTime())).status, 'captured')
    })

    it('gives money back, as often as it is told to', async () => {
      const provider = await init.open()
      const request = aCharge(tokens.captured ?? '')
      const payment = refOf(request, await provider.charge(request, inTime()))
      const whole = returnOf(payment)
      const how = await provider.giveBack(whole, inTime())
      assert.ok(how.status === 'voided' || how.status === 'refunded')
      assert.deepEqual(await provider.giveBack(whole, inTime()), how)
    })

    it('gives back a part and then the rest, each as often as it is told to', async () => {
      const provider = await init.open()
      const request = aCharge(tokens.captured ?? '')
      const payment = refOf(request, await provider.charge(request, inTime()))
      for (const part of [returnOf(payment, 499), returnOf(payment, 1_500)]) {
        const how = await provider.giveBack(part, inTime())
        assert.notEqual(how.status, 'refused')
        assert.deepEqual(await provider.giveBack(part, inTime()), how)
      }
    })

    it('refuses to give back, where it does, as an answer with a reason', async (t) => {
      if (!tokens.notRefundable) return t.skip('has none')
      const provider = await init.open()
      const request = aCharge(tokens.notRefundable)
      const payment = refOf(request, await provider.charge(request, inTime()))
      const how = await provider.giveBack(returnOf(payment, 499), inTime())
      assert.ok(how.status === 'refused' && how.reason.length > 0)
    })

    it('has nothing to give back of a payment that it never heard of, and does not fail', async () => {
      const how = await (await init.open()).giveBack(returnOf(refOf(aCharge(''))), inTime())
      assert.deepEqual(how, { status: 'voided' })
    })

    for (const status of ['captured', 'declined'] as const) {
      it(`reads its own notice of a payment that was ${status}`, async () => {
        const provider = await init.open()
        const request = aCharge(tokens.pending ?? tokens.captured ?? '')
        const outcome = await provider.charge(request, inTime())
        const { reference } = refOf(request, outcome)
        const notice = notices.genuine({ key: request.key, reference: reference ?? '', status })
        const read = provider.readNotice(notice)
        assert.deepEqual([read?.key, read?.reference, read?.outcome.status], [request.key, reference, status])
      })
    }

    it('reads nothing out of what it did not send', async () => {
      const provider = await init.open()
      const request = aCharge(tokens.captured ?? '')
      const { reference } = refOf(request, await provider.charge(request, inTime()))
      for (const notice of notices.forged({ key: request.key, reference: reference ?? '' })) {
        assert.equal(provider.readNotice(notice), undefined, JSON.stringify(notice))
      }
    })
  })
}
