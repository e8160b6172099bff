import type { Money } from '#kernel/money.ts'
import { port } from '#kernel/port.ts'

/** What the customer has to do before the payment goes through. */
export interface PaymentAction {
  readonly type: 'redirect'
  /** Where the bank asks them. */
  readonly url: string
}

/**
 * A provider's answer. A refusal is an answer; a provider that cannot be reached, or fails, throws.
 * `unknown` (to `lookUp` only): it never heard of this payment, so no money can have moved.
 */
export type ChargeOutcome =
  | { readonly status: 'captured' | 'pending'; readonly reference: string }
  | { readonly status: 'action_required'; readonly reference: string; readonly action: PaymentAction }
  | { readonly status: 'declined'; readonly reference: string | null; readonly reason: string }
  | { readonly status: 'unknown' }

export interface ChargeRequest {
  /** The same for every try of one payment: the provider must charge at most once for it. */
  readonly key: string
  readonly amount: Money
  /** What the provider's form on the customer's device made of their card. Never a card number. */
  readonly token: string
  readonly orderNumber: string
  readonly email: string
  /** The page of the order, where the customer's browser is sent back to after a second step elsewhere. */
  readonly returnUrl: string
}

export interface PaymentRef {
  readonly key: string
  readonly reference: string | null
  /** Null: all of it. */
  readonly amount: Money | null
}

/** Money that is to go back, all of it or a part. `amount` null: all that is left of the payment. */
export interface ReturnRequest extends PaymentRef {
  /**
   * The same for every try of one return: the provider must give back at most once for it. Each return of a
   * payment has its own; so it is no payment's `key`.
   */
  readonly returnKey: string
}

/**
 * `voided`: it was never taken. A refusal is an answer, and final: the same return is not asked for again. A
 * provider that cannot be reached, or fails, throws.
 */
export type ReturnOutcome =
  | { readonly status: 'voided' | 'refunded' }
  | { readonly status: 'refused'; readonly reason: string }

/** What a provider tells on its own, by a webhook whose authenticity has been checked. */
export interface PaymentNotice {
  /** The key that the charge was asked for with; adapters send it along so that it comes back here. */
  readonly key: string
  readonly reference: string
  readonly amount: Money | null
  readonly outcome: ChargeOutcome
}

/**
 * A way to be paid. Each call gets a signal that ends it when its time is over, may be repeated with the same
 * key, and answers business refusals as values.
 */
export interface PaymentProvider {
  /** As checkouts name it. */
  readonly name: string
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeOutcome>
  /**
   * Answers at once what `charge` would, where that is known here and no money moves outside: a test card, a
   * gift card, an invoice. The checkout is then one commit; else it is two, with the charge between them.
   * Without effect.
   */
  decide?(request: ChargeRequest): ChargeOutcome | undefined
  /** What became of a payment whose answer was lost. */
  lookUp(payment: PaymentRef, signal: AbortSignal): Promise<ChargeOutcome>
  /**
   * Voids or refunds so much of a payment, whichever is due. Asking again with the same `returnKey` changes
   * nothing, and is answered alike; asking with another is another return, also after a void, and never gives
   * back more than came in.
   */
  giveBack(request: ReturnRequest, signal: AbortSignal): Promise<ReturnOutcome>
  /** Reads a notice, or answers undefined for what is none or is not authentic. */
  readNotice(request: {
    headers: Readonly<Record<string, unknown>>
    body: unknown
  }): PaymentNotice | undefined
}

/** The providers that checkouts can name. */
export const paymentProviders = port<Map<string, PaymentProvider>>('payments.providers')

/** How long a provider may take for one answer, and how often it is asked. */
export interface PaymentLimits {
  readonly timeoutMs: number
  readonly tries: number
}

export const paymentLimits = port<PaymentLimits>('payments.limits')

export const DEFAULT_LIMITS: PaymentLimits = { timeoutMs: 8_000, tries: 2 }
