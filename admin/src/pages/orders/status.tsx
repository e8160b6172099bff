import type { Schemas } from '@marketsquare/sdk'
import { StatusBadge, type Tone } from '../../components/status-badge.tsx'

export type Order = Schemas['Order']
export type Line = Schemas['OrderLine']

interface Said {
  readonly tone: Tone
  readonly label: string
}

export const STATUS: Readonly<Record<Order['status'], Said>> = {
  pending: { tone: 'idle', label: 'Checking out' },
  placed: { tone: 'warn', label: 'Awaiting payment' },
  paid: { tone: 'info', label: 'To ship' },
  fulfilled: { tone: 'good', label: 'Shipped' },
  cancelled: { tone: 'idle', label: 'Cancelled' },
}

const PAYMENT: Readonly<Record<Order['payment']['status'], Said>> = {
  started: { tone: 'idle', label: 'Started' },
  action_required: { tone: 'warn', label: 'Customer must confirm' },
  pending: { tone: 'warn', label: 'Settles later' },
  captured: { tone: 'good', label: 'Paid' },
  declined: { tone: 'bad', label: 'Declined' },
  giving_back: { tone: 'warn', label: 'Going back' },
  voided: { tone: 'idle', label: 'Voided' },
  refunded: { tone: 'idle', label: 'Refunded' },
}

export function OrderStatus({ order }: { order: Order }) {
  const isPart = order.status === 'paid' && order.fulfilments.length > 0
  const { tone, label } = STATUS[order.status]
  return <StatusBadge tone={tone}>{isPart ? 'Partly shipped' : label}</StatusBadge>
}

export function PaymentStatus({ order }: { order: Order }) {
  const { status, refunded, amount } = order.payment
  const isPart = status === 'captured' && refunded.amount > 0 && refunded.amount < amount.amount
  const { tone, label } = PAYMENT[status]
  return <StatusBadge tone={isPart ? 'info' : tone}>{isPart ? 'Partly refunded' : label}</StatusBadge>
}

/** How many of a line are still to be sent. */
export const leftToShip = ({ quantity, fulfilled, recalled = 0 }: Line): number =>
  quantity - fulfilled - recalled

/** How many of a line can still go back on the shelf. */
export const leftToRestock = ({ quantity, restocked = 0 }: Line): number => quantity - restocked

export const leftToRefund = ({ payment }: Order): number => payment.amount.amount - payment.refunded.amount

export const canBeRefunded = (order: Order): boolean =>
  order.payment.status === 'captured' && leftToRefund(order) > 0
