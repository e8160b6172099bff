/** Milliseconds since the Unix epoch, UTC. Every stored or compared time in the house is one of these. */
export type Instant = number

/** Where time comes from. Production uses `systemClock`, tests a manual one. */
export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => Date.now() }

export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** The API shows times in RFC 3339 with milliseconds, UTC: `2026-11-22T07:15:00.000Z`. */
export function toTimestamp(at: Instant): string {
  // One reply shows the same moment several times.
  if (at !== lastAt) {
    lastText = new Date(at).toISOString()
    lastAt = at
  }
  return lastText
}

let lastAt = Number.NaN
let lastText = ''

/** A monotonic reading in milliseconds, for durations only. */
export const elapsedMs = (): number => performance.now()
