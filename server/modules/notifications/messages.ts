import { eventType } from '#kernel/event.ts'
import type { Money } from '#kernel/money.ts'

/** A postal address as mails show it; whatever is missing is left out. */
export interface MailAddress {
  readonly name?: string | null
  readonly company?: string | null
  readonly line1?: string | null
  readonly line2?: string | null
  readonly city?: string | null
  readonly region?: string | null
  readonly postalCode?: string | null
  readonly countryCode?: string | null
}

export interface OrderLineSnapshot {
  readonly title: string
  readonly variantTitle: string | null
  readonly sku: string | null
  readonly quantity: number
  readonly unitPrice: Money
  /** The line after its discounts. */
  readonly total: Money
}

export interface OrderTotalsSnapshot {
  readonly subtotal: Money
  /** What is taken off, as a positive amount. */
  readonly discount: Money
  readonly shipping: Money
  readonly tax: Money
  readonly total: Money
  /** The tax is contained in the prices, not added to them. */
  readonly taxIncluded: boolean
}

/** All that a mail tells of an order, as it was when the event happened. */
export interface OrderSnapshot {
  readonly id: string
  readonly number: string
  readonly email: string
  readonly name: string | null
  readonly currency: string
  /** BCP 47: how amounts are written. */
  readonly locale: string
  readonly lines: readonly OrderLineSnapshot[]
  readonly totals: OrderTotalsSnapshot
  readonly shippingAddress: MailAddress | null
  readonly shippingOption: string | null
  /** What lets a guest open the order's page; null for customers who sign in. */
  readonly accessToken: string | null
}

export interface Tracking {
  readonly carrier: string
  readonly number: string
  readonly url: string | null
}

/** What was put into one parcel. */
export interface FulfilmentSnapshot {
  readonly lines: readonly { readonly title: string; readonly quantity: number }[]
  readonly tracking: Tracking | null
}

// What this module hears of orders, a later module: orders imports these and emits them, one for each mail.
export const orderConfirmed = eventType<OrderSnapshot>('order.confirmed')

export const orderFulfilled = eventType<{ order: OrderSnapshot; fulfilment: FulfilmentSnapshot }>(
  'order.fulfilled',
)

/** The money has gone back. The amount is what this refund gave back. */
export const orderRefunded = eventType<
  Money & { refundId: string; reason: string | null; order: OrderSnapshot }
>('order.refunded')

export const orderCancelled = eventType<{ order: OrderSnapshot; reason: string | null }>('order.cancelled')
