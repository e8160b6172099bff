import type { Instant } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import type { Money } from '#kernel/money.ts'
import type { ChargeOutcome, PaymentAction } from './provider.ts'

/**
 * `started`: asked for, no answer yet. `action_required`: the customer has to confirm it with their bank.
 * `pending`: accepted, settles later. `captured`: the money is ours. `declined`, `voided`, `refunded`: it is
 * not. `giving_back`: on its way back.
 */
export type PaymentStatus =
  | 'started'
  | 'action_required'
  | 'pending'
  | 'captured'
  | 'declined'
  | 'giving_back'
  | 'voided'
  | 'refunded'

/**
 * An order's payment. Its id is the key under which the provider is asked, however often: one payment, one
 * charge.
 */
export interface Payment {
  readonly id: string
  readonly provider: string
  readonly amount: Money
  readonly status: PaymentStatus
  /** The provider's own name for it. */
  readonly reference: string | null
  readonly action: PaymentAction | null
  readonly updatedAt: Instant
}

export const startPayment = (init: { provider: string; amount: Money }, now: Instant): Payment => ({
  id: newId('pay', { now: () => now }),
  ...init,
  status: 'started',
  reference: null,
  action: null,
  updatedAt: now,
})

/**
 * What a provider's answer makes of a payment. One that is settled stays settled, and one that was accepted
 * is not asked for again, whatever arrives late or twice.
 */
export function applyOutcome(payment: Payment, outcome: ChargeOutcome, now: Instant): Payment {
  if (isSettled(payment) || outcome.status === 'unknown') return payment
  if (payment.status === 'pending' && outcome.status === 'action_required') return payment
  const { status, reference } = outcome
  const action = outcome.status === 'action_required' ? outcome.action : null
  return { ...payment, status, reference: reference ?? payment.reference, action, updatedAt: now }
}

export const isSettled = ({ status }: Payment): boolean =>
  status === 'captured' || status === 'declined' || isGivenBack(status)

const isGivenBack = (status: PaymentStatus) =>
  status === 'giving_back' || status === 'voided' || status === 'refunded'

/** Money that was taken, or may yet be, goes back. */
export const giveBack = (payment: Payment, now: Instant): Payment => ({
  ...payment,
  status: 'giving_back',
  action: null,
  updatedAt: now,
})

export const givenBack = (payment: Payment, how: 'voided' | 'refunded', now: Instant): Payment => ({
  ...payment,
  status: how,
  updatedAt: now,
})
