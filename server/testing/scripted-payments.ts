import type { AppOptions } from '#app'
import type {
  ChargeOutcome,
  ChargeRequest,
  PaymentNotice,
  PaymentProvider,
  PaymentRef,
  ReturnOutcome,
  ReturnRequest,
} from '#modules/payments/provider.ts'
import { paymentLimits, paymentProviders } from '#modules/payments/provider.ts'

export interface ScriptedPayments extends PaymentProvider {
  /**
   * What a test lets happen next. Between the question and the answer it may do whatever competes with the
   * checkout.
   */
  onCharge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeOutcome> | ChargeOutcome
  onLookUp(payment: PaymentRef): Promise<ChargeOutcome> | ChargeOutcome
  onGiveBack(request: ReturnRequest): Promise<ReturnOutcome> | ReturnOutcome
  readonly charges: readonly ChargeRequest[]
  readonly lookUps: readonly PaymentRef[]
  readonly returns: readonly ReturnRequest[]
}

export const captured = (reference = 'ref_1'): ChargeOutcome => ({ status: 'captured', reference })

export const declined = (reason = 'No.'): ChargeOutcome => ({ status: 'declined', reference: null, reason })

/**
 * A provider that says what a test tells it to, and remembers what it was asked. Captures unless told
 * otherwise.
 */
export function createScriptedPayments(): ScriptedPayments {
  const charges: ChargeRequest[] = []
  const lookUps: PaymentRef[] = []
  const returns: ReturnRequest[] = []
  return {
    name: 'scripted',
    charges,
    lookUps,
    returns,
    onCharge: () => captured(),
    onLookUp: () => ({ status: 'unknown' }),
    onGiveBack: () => ({ status: 'refunded' }),
    async charge(request, signal) {
      charges.push(request)
      return this.onCharge(request, signal)
    },
    async lookUp(payment) {
      lookUps.push(payment)
      return this.onLookUp(payment)
    },
    async giveBack(request) {
      returns.push(request)
      return this.onGiveBack(request)
    },
    readNotice({ body }) {
      const notice = body as Partial<PaymentNotice> | undefined
      if (!notice?.key || !notice.outcome) return undefined
      return { reference: 'ref_1', amount: null, ...notice } as PaymentNotice
    },
  }
}

/**
 * For `createTestApp({ plug: plugPayments(provider) })`: adds it, and says how long a test waits for an
 * answer.
 */
export const plugPayments =
  (provider: PaymentProvider, { timeoutMs = 10_000 } = {}): AppOptions['plug'] =>
  (ports) => {
    ports.use(paymentProviders).set(provider.name, provider)
    ports.fill(paymentLimits, { timeoutMs, tries: 2 })
  }
