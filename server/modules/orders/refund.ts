import { newId } from '#kernel/id.ts'
import { formatMoney, type Money, money, subtract, sum } from '#kernel/money.ts'
import { givenBack, type ReturnOutcome } from '#modules/payments/index.ts'
import { orderFaults } from './faults.ts'
import { type Act, record } from './history.ts'
import type { Order } from './order.ts'
import { leftToShip, type Quantity, restock } from './restock.ts'

/**
 * `pending`: decided, and the provider is being asked. `done`: the money went back. `refused`: the provider
 * does not give it back, for the reason in `problem`, and it counts for nothing.
 */
export type RefundStatus = 'pending' | 'done' | 'refused'

/** Money given back for a part of an order, or for all of it, while the order goes on. */
export interface Refund extends Act {
  /** The key that the provider is asked with: one refund, one return. */
  readonly id: string
  readonly amount: Money
  readonly reason: string | null
  readonly status: RefundStatus
  readonly problem: string | null
  /** What went back on the shelf with it. */
  readonly restock: readonly Quantity[]
}

export interface NewRefund {
  /** Minor units. Without it: all that is left. */
  readonly amount?: number
  readonly reason?: string | null
  readonly restock?: readonly Quantity[]
}

export const REFUNDS_MAX = 100

export const refundsOf = ({ refunds }: Pick<Order, 'refunds'>): readonly Refund[] => refunds ?? []

export const hasPendingRefund = (order: Order): boolean =>
  refundsOf(order).some(({ status }) => status === 'pending')

/** What went back of what was paid, and what is on its way by refunds. */
export function refundedOf(order: Order): Money {
  const { amount, status } = order.payment
  if (status === 'refunded') return amount
  const counting = refundsOf(order).filter(({ status }) => status !== 'refused')
  return sum(
    counting.map((refund) => refund.amount),
    amount.currency,
  )
}

export const leftToRefund = (order: Order): Money => subtract(order.payment.amount, refundedOf(order))

/** Decides on a refund. Counted from here on, so that however many are decided at once, no more goes back. */
export function beginRefund(order: Order, wish: NewRefund, act: Act): Order {
  const amount = needAmount(order, wish)
  if (refundsOf(order).length >= REFUNDS_MAX) throw orderFaults.tooManyRefunds()
  const refund: Refund = {
    id: newId('refund', { now: () => act.at }),
    amount,
    reason: wish.reason ?? null,
    status: 'pending',
    problem: null,
    restock: wish.restock ?? [],
    ...act,
  }
  const lines = refund.restock.reduce(restock, order.lines)
  const isDone = order.status === 'paid' && lines.every((line) => leftToShip(line) === 0)
  const status = isDone ? 'fulfilled' : order.status
  const next = { ...order, lines, status, refunds: [...refundsOf(order), refund] }
  return record(next, act, `refund of ${formatMoney(amount)} begun`)
}

function needAmount(order: Order, wish: NewRefund): Money {
  const { number, payment } = order
  if (payment.status !== 'captured' && payment.status !== 'refunded') {
    const state = payment.status.replace('_', ' ')
    throw orderFaults.notRefundable({
      message: `The payment of order #${number} is ${state}; only one that was captured can be refunded.`,
    })
  }
  const left = leftToRefund(order)
  if (left.amount === 0) throw orderFaults.nothingToRefund()
  const amount = money(wish.amount ?? left.amount, left.currency)
  if (amount.amount <= left.amount) return amount
  const [asked, rest, paid] = [amount, left, payment.amount].map((each) => formatMoney(each))
  throw orderFaults.overRefunded({
    message: `${asked} cannot be refunded: ${rest} of ${paid} are left.`,
    details: { field: 'amount', left },
  })
}

/** What the provider made of a refund. The same object where that is known already. */
export function endRefund(
  order: Order,
  { refundId, outcome }: { refundId: string; outcome: ReturnOutcome },
  act: Act,
): Order {
  const refund = refundsOf(order).find(({ id }) => id === refundId)
  if (refund?.status !== 'pending') return order
  const amount = formatMoney(refund.amount)
  if (outcome.status === 'refused') {
    const { reason: problem } = outcome
    const refused = withRefund(order, { ...refund, status: 'refused', problem })
    return record(refused, act, `refund of ${amount} refused: ${problem}`)
  }
  return record(
    settlePayment(withRefund(order, { ...refund, status: 'done' }), act),
    act,
    `${amount} refunded`,
  )
}

const withRefund = (order: Order, refund: Refund): Order => ({
  ...order,
  refunds: refundsOf(order).map((each) => (each.id === refund.id ? refund : each)),
})

/** When the last of the money has gone back, the payment is what it would be after a cancellation. */
function settlePayment(order: Order, act: Act): Order {
  const isWhole = leftToRefund(order).amount === 0 && !hasPendingRefund(order)
  return isWhole ? { ...order, payment: givenBack(order.payment, 'refunded', act.at) } : order
}
