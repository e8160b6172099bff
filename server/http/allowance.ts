import { elapsedMs, MINUTE_MS } from '#kernel/clock.ts'
import type { SharedCount } from '#kernel/shared-counts.ts'

export interface AllowanceInit {
  /** How often a key may be used in a minute. */
  readonly perMinute: number
  /** How many keys are remembered; the one that was used least lately is forgotten first. */
  readonly keysMax: number
  /** A monotonic reading in milliseconds. */
  readonly now?: () => number
  /** Where several processes serve: what each of them counts, of keys that use more than a little. */
  readonly shared?: SharedCount
}

/** Of an allowance. Most keys never use more, and are no business of other processes. */
const LITTLE = 1 / 20

/**
 * Counts how often each key is used, in minutes that begin with its first use. Uses one more and answers
 * after how many milliseconds it is free again: 0 where it still is.
 */
export function createAllowance({ perMinute, keysMax, now = elapsedMs, shared }: AllowanceInit) {
  const tellFrom = Math.max(1, Math.floor(perMinute * LITTLE))
  const minutes = new Map<string, { uses: number; endsAt: number }>()
  return (key: string): number => {
    const at = now()
    const known = minutes.get(key)
    const minute = known && known.endsAt > at ? known : { uses: 0, endsAt: at + MINUTE_MS }
    // A map keeps the order in which keys came in; this one goes to its end.
    minutes.delete(key)
    minutes.set(key, minute)
    if (minutes.size > keysMax) minutes.delete(minutes.keys().next().value as string)
    minute.uses += 1
    if (minute.uses > perMinute) return minute.endsAt - at
    if (!shared || minute.uses < tellFrom) return 0
    const others = shared.add(key, minute.uses === tellFrom ? tellFrom : 1)
    return minute.uses + others.count > perMinute ? others.leftMs : 0
  }
}
