import type { Instant } from '#kernel/clock.ts'
import { orderFaults } from './faults.ts'
import type { Order } from './order.ts'

export interface HistoryEntry {
  readonly at: Instant
  /** A user's id, `guest` or `system`. */
  readonly by: string
  readonly what: string
}

/** Who changes an order, and when. */
export interface Act {
  readonly at: Instant
  readonly by: string
}

const HISTORY_MAX = 1_000

/** The changed order, with a line in its history that says so. */
export function record(order: Order, act: Act, what: string): Order {
  if (order.history.length >= HISTORY_MAX) throw orderFaults.tooManyChanges()
  return { ...order, updatedAt: act.at, history: [...order.history, { ...act, what }] }
}
