import type { ChargeOutcome, ChargeRequest, PaymentProvider } from '#modules/payments/provider.ts'

/** Cards that behave in known ways, for trying a shop out. No money moves. */
export const TEST_TOKENS = {
  success: 'Goes through at once.',
  declined: 'Is declined.',
  insufficient_funds: 'Is declined for lack of money.',
  second_step: 'The customer has to confirm it on their bank’s page.',
  no_refund: 'Goes through at once, and cannot be given back.',
  settles_later: 'Is accepted and settles when the bank says so.',
  timeout: 'Goes through, but the answer is lost.',
  timeout_unpaid: 'Never arrives at the bank, and no answer comes.',
} as const

type TestToken = keyof typeof TEST_TOKENS

const DECLINED: Partial<Record<TestToken, string>> = {
  declined: 'The card was declined.',
  insufficient_funds: 'The card has not enough money on it.',
}

/** These are decided here; the others play a bank that is far away. */
const DECIDED: ReadonlySet<TestToken> = new Set(['success', 'declined', 'insufficient_funds', 'no_refund'])

export const referenceOf = (token: string, key: string): string => `test_${token}_${key}`

const LOST_MAX = 1_000

/**
 * The built-in provider. What a payment does is told by its token and lies in its reference, so the answer to
 * one key is always the same, also after a restart. Only charges whose answer got lost are remembered, and
 * only by this process: one that it forgot counts as never made.
 */
export function createTestPayments({ publicUrl }: { publicUrl: string }): PaymentProvider {
  const lost = new Map<string, ChargeOutcome>()
  const remember = (key: string, outcome: ChargeOutcome) => {
    const oldest = lost.keys().next().value
    if (lost.size >= LOST_MAX && oldest !== undefined) lost.delete(oldest)
    lost.set(key, outcome)
  }
  const outcomeOf = (token: TestToken, reference: string): ChargeOutcome => {
    const reason = DECLINED[token]
    if (reason) return { status: 'declined', reference, reason }
    if (token === 'settles_later') return { status: 'pending', reference }
    if (token !== 'second_step') return { status: 'captured', reference }
    const url = `${publicUrl}/api/payments/test/second-step?reference=${reference}`
    return { status: 'action_required', reference, action: { type: 'redirect', url } }
  }
  return {
    name: 'test',
    decide(request) {
      const token = tokenOf(request)
      return token && DECIDED.has(token) ? outcomeOf(token, referenceOf(token, request.key)) : undefined
    },
    charge(request, signal) {
      const token = tokenOf(request)
      if (!token) {
        const known = Object.keys(TEST_TOKENS).join(', ')
        const reason = `"${request.token}" is not a test card. There are ${known}.`
        return Promise.resolve({ status: 'declined', reference: null, reason })
      }
      const outcome = outcomeOf(token, referenceOf(token, request.key))
      if (token === 'timeout') remember(request.key, outcome)
      return token.startsWith('timeout') ? untilAborted(signal) : Promise.resolve(outcome)
    },
    async lookUp({ key, reference }) {
      const token = /^test_(.+)_pay_/.exec(reference ?? '')?.[1] as TestToken | undefined
      if (token && reference) return outcomeOf(token, reference)
      return lost.get(key) ?? { status: 'unknown' }
    },
    async giveBack({ reference }) {
      if (reference?.startsWith('test_no_refund'))
        return { status: 'refused', reason: 'The card takes no money back.' }
      return { status: reference ? 'refunded' : 'voided' }
    },
    readNotice({ body }) {
      const { reference, outcome } = (body ?? {}) as { reference?: unknown; outcome?: unknown }
      const key = typeof reference === 'string' ? /^test_[a-z_]+?_(pay_\w+)$/.exec(reference)?.[1] : undefined
      if (key === undefined) return undefined
      const about = { key, reference: reference as string, amount: null }
      if (outcome === 'captured')
        return { ...about, outcome: { status: 'captured', reference: about.reference } }
      if (outcome !== 'declined') return undefined
      return {
        ...about,
        outcome: { status: 'declined', reference: about.reference, reason: 'The bank said no.' },
      }
    },
  }
}

const tokenOf = ({ token }: ChargeRequest): TestToken | undefined =>
  Object.hasOwn(TEST_TOKENS, token) ? (token as TestToken) : undefined

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
