import type { Event } from './event.ts'

/** What a pure transition answers: the next document, and what happened on the way. */
export interface Change<T> {
  readonly next: T
  readonly events: readonly Event[]
}

const CHANGE = Symbol('change')

/**
 * `return change(next, orderPaid(order.id, …))` — a transition without events just returns the next document.
 */
export const change = <T>(next: T, ...events: Event[]): Change<T> =>
  Object.defineProperty({ next, events }, CHANGE, { value: true })

export const isChange = <T>(result: T | Change<T>): result is Change<T> =>
  typeof result === 'object' && result !== null && CHANGE in result
