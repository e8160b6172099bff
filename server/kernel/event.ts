import type { Instant } from './clock.ts'

/** Something that happened, in the past tense: `order.placed`. Written in the commit that made it true. */
export interface Event<T = unknown> {
  readonly type: string
  /** The id of the document that it is about. */
  readonly subject: string
  readonly data: T
}

/** An event as it lies in the log. */
export interface RecordedEvent<T = unknown> extends Event<T> {
  readonly id: string
  readonly at: Instant
  /** Who caused it: a user's id, `guest`, or `system:<what>`. */
  readonly by: string
}

/**
 * Declares an event type, so that the sender and each listener share the type of its data.
 *
 * @example
 * const orderPlaced = eventType<{ email: string }>('order.placed')
 * orderPlaced('order_…', { email })
 */
export function eventType<T>(type: string) {
  return Object.assign((subject: string, data: T): Event<T> => ({ type, subject, data }), { type })
}

export type EventType<T> = ReturnType<typeof eventType<T>>
