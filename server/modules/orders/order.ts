import type { Instant } from '#kernel/clock.ts'
import { newCode, newId } from '#kernel/id.ts'
import type { Address, Cart, Explanation, Quote, QuotedLine, Totals } from '#modules/carts/index.ts'
import {
  type Answer,
  applyOutcome,
  type ChargeOutcome,
  giveBack,
  givenBack,
  type Payment,
  startPayment,
} from '#modules/payments/index.ts'
import type { Document } from '#store/collection.ts'
import { orderFaults } from './faults.ts'
import { type Act, type HistoryEntry, record } from './history.ts'
import { hasPendingRefund, leftToRefund, type Refund } from './refund.ts'
import { leftToShip, needLine, type Quantity } from './restock.ts'

/**
 * `pending`: stock is held and the payment asked for; it is not an order yet and may vanish. `placed`: ours
 * to fulfil once it is paid. `paid` → `fulfilled`. `cancelled` is final.
 */
export type OrderStatus = 'pending' | 'placed' | 'paid' | 'fulfilled' | 'cancelled'

/** What was bought, as it was when it was bought: a later change of the catalogue does not touch it. */
export interface Order extends Document {
  readonly number: string
  readonly status: OrderStatus
  readonly cartId: string
  /** The request that made it; another request on the same cart is told so. */
  readonly operationId: string
  readonly customerId: string | null
  readonly email: string
  /** The address in lower case, by which orders are looked up. */
  readonly inbox: string
  readonly currency: string
  readonly locale: string
  readonly lines: readonly OrderLine[]
  readonly coupons: readonly string[]
  readonly promotionIds: readonly string[]
  readonly totals: Totals
  readonly explanations: readonly Explanation[]
  readonly shippingAddress: Address | null
  readonly billingAddress: Address | null
  readonly shippingOption: string | null
  readonly payment: Payment
  readonly fulfilments: readonly Fulfilment[]
  /** Absent until there is one. */
  readonly refunds?: readonly Refund[]
  readonly cancellation: { readonly at: Instant; readonly by: string; readonly reason: string | null } | null
  /** Every change, in sequence: never rewritten. */
  readonly history: readonly HistoryEntry[]
  readonly placedAt: Instant | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface OrderLine extends QuotedLine {
  readonly fulfilled: number
  /** How many went back on the shelf; absent where none did. */
  readonly restocked?: number
  /** How many of those had not been shipped, and are not going to be. */
  readonly recalled?: number
}

export interface Fulfilment {
  readonly id: string
  readonly lines: readonly Quantity[]
  readonly tracking: Tracking | null
  readonly at: Instant
  readonly by: string
}

export interface Tracking {
  readonly carrier: string
  readonly number: string
  readonly url: string | null
}

export const FULFILMENTS_MAX = 200

export interface NewOrder {
  readonly cart: Cart
  /** What it costs, as its customer saw. */
  readonly quote: Quote
  readonly customerId: string | null
  readonly email: string
  readonly locale: string
  readonly provider: string
  readonly operationId: string
  readonly promotionIds: readonly string[]
}

/** The order that a cart becomes once its payment goes through. */
export function draftOrder(init: NewOrder, act: Act): Order {
  const { cart, quote, provider, ...rest } = init
  return {
    id: newId('order', { now: () => act.at }),
    revision: 0,
    number: newCode(),
    status: 'pending',
    cartId: cart.id,
    ...rest,
    inbox: toInbox(init.email),
    currency: cart.currency,
    lines: quote.lines.map((line) => ({ ...line, fulfilled: 0 })),
    coupons: quote.coupons.filter((coupon) => coupon.applied).map((coupon) => coupon.code),
    totals: quote.totals,
    explanations: quote.explanations,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress ?? cart.shippingAddress,
    shippingOption: quote.shippingOption?.name ?? null,
    payment: startPayment({ provider, amount: quote.totals.total }, act.at),
    fulfilments: [],
    cancellation: null,
    history: [{ ...act, what: 'checkout started' }],
    placedAt: null,
    createdAt: act.at,
    updatedAt: act.at,
  }
}

export const toInbox = (email: string): string => email.trim().toLowerCase()

const STATUS_BY_PAYMENT: Partial<Record<Payment['status'], OrderStatus>> = {
  captured: 'paid',
  pending: 'placed',
}

/**
 * What a provider's answer makes of an order that is not cancelled. The same object when it changes nothing.
 */
export function applyAnswer(order: Order, answer: Answer, act: Act): Order {
  if (answer.status === 'unanswered') return order
  const payment = applyOutcome(order.payment, answer, act.at)
  if (payment.status === order.payment.status) return order
  const status = STATUS_BY_PAYMENT[payment.status] ?? order.status
  const placedAt = order.placedAt ?? (status === 'pending' ? null : act.at)
  return record({ ...order, payment, status, placedAt }, act, `payment ${payment.status.replace('_', ' ')}`)
}

/** What costs nothing needs no provider to be paid. */
export const freeAnswer = ({ totals, payment }: Order): ChargeOutcome | undefined =>
  totals.total.amount === 0 ? { status: 'captured', reference: `free_${payment.id}` } : undefined

export interface NewFulfilment {
  /** Without it: everything that is left. */
  readonly lines?: readonly Quantity[]
  readonly tracking?: {
    readonly carrier: string
    readonly number: string
    readonly url?: string | null
  } | null
}

/** Ships some or all of it. The order is fulfilled when nothing is left to ship. */
export function fulfil(order: Order, wish: NewFulfilment, act: Act): Order {
  if (order.status === 'fulfilled') throw orderFaults.nothingToShip()
  if (order.status !== 'paid') {
    throw orderFaults.notPaid({
      message: `Order #${order.number} is ${order.status}; only a paid one can be shipped.`,
    })
  }
  if (order.fulfilments.length >= FULFILMENTS_MAX) throw orderFaults.tooManyParcels()
  const open = order.lines.filter((line) => leftToShip(line) > 0)
  const shipped = wish.lines ?? open.map((line) => ({ lineId: line.id, quantity: leftToShip(line) }))
  const lines = shipped.reduce(shipLine, order.lines)
  const tracking = wish.tracking ? { url: null, ...wish.tracking } : null
  const fulfilment = { id: newId('ful', { now: () => act.at }), lines: shipped, tracking, ...act }
  const isDone = lines.every((line) => leftToShip(line) === 0)
  return record(
    {
      ...order,
      lines,
      fulfilments: [...order.fulfilments, fulfilment],
      status: isDone ? 'fulfilled' : 'paid',
    },
    act,
    isDone ? 'fulfilled' : 'partly fulfilled',
  )
}

function shipLine(lines: readonly OrderLine[], { lineId, quantity }: Quantity): readonly OrderLine[] {
  const line = needLine(lines, lineId)
  const left = leftToShip(line)
  if (quantity > left) {
    throw orderFaults.overFulfilled({
      message: `${line.title}: ${quantity} cannot be shipped, ${left} of ${line.quantity} are left.`,
      details: { lineId, left },
    })
  }
  return lines.map((each) => (each === line ? { ...line, fulfilled: line.fulfilled + quantity } : each))
}

/** Calls it off. What was paid, or may yet be, goes back, but for what was refunded already. */
export function cancel(order: Order, reason: string | null, act: Act): Order {
  const why = whyNotCancellable(order)
  if (why)
    throw orderFaults.notCancellable({ message: `Order #${order.number} cannot be cancelled: ${why}.` })
  const isOwed = order.payment.status !== 'declined' && leftToRefund(order).amount > 0
  const payment = isOwed ? giveBack(order.payment, act.at) : order.payment
  const cancelled = { ...order, status: 'cancelled' as const, payment, cancellation: { ...act, reason } }
  return record(cancelled, act, 'cancelled')
}

function whyNotCancellable(order: Order): string | undefined {
  const { status, fulfilments } = order
  if (status === 'cancelled') return 'it is cancelled already'
  if (status === 'pending') return 'its payment is not decided yet, and without one it ends by itself'
  if (fulfilments.length > 0) return 'parts of it have been shipped'
  // Should the provider refuse it, that much more would have to go back.
  return hasPendingRefund(order) ? 'a refund is on its way, wait until that is done' : undefined
}

export const paidBack = (order: Order, how: 'voided' | 'refunded', act: Act): Order =>
  order.payment.status === 'giving_back'
    ? record({ ...order, payment: givenBack(order.payment, how, act.at) }, act, `payment ${how}`)
    : order

/**
 * Money that came in for a cancelled order after all: owed again. The same object where it is on its way
 * back.
 */
export const oweBack = (order: Order, act: Act): Order =>
  order.payment.status === 'declined' || order.payment.status === 'voided'
    ? record({ ...order, payment: giveBack(order.payment, act.at) }, act, 'payment came in too late')
    : order
