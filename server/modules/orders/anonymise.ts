import type { Address } from '#modules/carts/index.ts'
import type { HistoryEntry } from './history.ts'
import type { Order } from './order.ts'
import { hasPendingRefund, refundsOf } from './refund.ts'

const GONE = 'erased'

/** Nothing is left to be done that would need to know for whom. */
export const isFinished = (order: Order): boolean => {
  const { status, payment } = order
  if (hasPendingRefund(order)) return false
  return status === 'fulfilled' || (status === 'cancelled' && payment.status !== 'giving_back')
}

/**
 * The order without whoever bought. What was sold for how much, how it was paid and to which region it was
 * taxed stays, for the books; who and where, and how parcels could be followed there, goes.
 */
export const anonymised = (order: Order, userId: string | null, now: number): Order => ({
  ...withoutCustomer(order, userId),
  email: '',
  inbox: '',
  shippingAddress: withoutPlace(order.shippingAddress),
  billingAddress: withoutPlace(order.billingAddress),
  fulfilments: order.fulfilments.map((each) => ({ ...each, tracking: null })),
  cancellation: order.cancellation && {
    ...order.cancellation,
    by: byOf(order.cancellation.by, userId),
    reason: null,
  },
  ...(order.refunds && {
    refunds: refundsOf(order).map((each) => ({ ...each, by: byOf(each.by, userId), reason: null })),
  }),
  updatedAt: now,
  history: [...withoutCustomer(order, userId).history, { at: now, by: 'system', what: 'customer erased' }],
})

/** The order no longer names an account. */
export const withoutCustomer = (order: Order, userId: string | null): Order => ({
  ...order,
  customerId: null,
  history: order.history.map((each): HistoryEntry => ({ ...each, by: byOf(each.by, userId) })),
})

const byOf = (by: string, userId: string | null): string => (by === userId ? GONE : by)

/** Country and region decide the tax, and say of nobody where they live. */
function withoutPlace(address: Address | null): Address | null {
  if (!address) return null
  const { countryCode, region } = address
  return { name: GONE, line1: GONE, city: GONE, countryCode, ...(region !== undefined && { region }) }
}
