import type { Clock } from '#kernel/clock.ts'

export interface ManualClock extends Clock {
  advance(ms: number): void
}

/**
 * A clock that only moves when told to. Starts at a fixed moment, so that texts with dates are the same every
 * run.
 */
export function createManualClock(start = Date.UTC(2026, 10, 2, 9, 0, 0)): ManualClock {
  let at = start
  return {
    now: () => at,
    advance(ms) {
      at += ms
    },
  }
}
