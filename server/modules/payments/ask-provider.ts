import type { Ctx } from '#context'
import { faults } from '#kernel/fault.ts'
import {
  type ChargeOutcome,
  type ChargeRequest,
  type PaymentProvider,
  type PaymentRef,
  paymentLimits,
  paymentProviders,
} from './provider.ts'

export const paymentFaults = faults('payment', {
  unknownProvider: [422, 'The shop does not take this way of payment.'],
  declined: [402, 'The payment was declined. Nothing was charged; try another card.'],
  refundRefused: [409, 'The payment provider refuses to give this money back.'],
  badNotice: [400, 'This is not an authentic notice of the payment provider.'],
})

export function needProvider(ctx: Ctx, name: string): PaymentProvider {
  const providers = ctx.use(paymentProviders)
  const provider = providers.get(name)
  if (provider) return provider
  throw paymentFaults.unknownProvider({
    message: `The shop does not take payments by "${name}", but by ${[...providers.keys()].join(', ')}.`,
    details: { providers: [...providers.keys()] },
  })
}

/** The provider did not answer in time, however often it was asked: whether money moved is not known yet. */
export const UNANSWERED = { status: 'unanswered' } as const

export type Answer = ChargeOutcome | typeof UNANSWERED

/**
 * Asks for the money. Never longer than the limits allow, always with the same key, so never twice for one
 * payment.
 */
export const charge = (ctx: Ctx, provider: PaymentProvider, request: ChargeRequest): Promise<Answer> =>
  ask(ctx, (signal) => provider.charge(request, signal))

/** Asks what became of it. */
export const lookUp = (ctx: Ctx, provider: PaymentProvider, payment: PaymentRef): Promise<Answer> =>
  ask(ctx, (signal) => provider.lookUp(payment, signal))

async function ask(ctx: Ctx, call: (signal: AbortSignal) => Promise<ChargeOutcome>): Promise<Answer> {
  const { timeoutMs, tries } = ctx.use(paymentLimits)
  for (let attempt = 1; attempt <= tries; attempt++) {
    try {
      return await within(timeoutMs, call)
    } catch (err) {
      ctx.log.warn({ err, attempt, tries }, 'The payment provider did not answer.')
    }
  }
  return UNANSWERED
}

/** Also ends calls whose provider ignores the signal: a checkout never hangs on one. */
async function within<R>(timeoutMs: number, call: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const controller = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new Error(`No answer within ${timeoutMs} ms.`)
    controller.abort(error)
    late.reject(error)
  }, timeoutMs)
  try {
    return await Promise.race([call(controller.signal), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
