import { elapsedMs, MINUTE_MS } from '#kernel/clock.ts'

export interface AllowanceInit {
  /** How often a key may be used in a minute. */
  readonly perMinute: number
  /** How many keys are remembered; the one that was used least lately is forgotten first. */
  readonly keysMax: number
  /** A monotonic reading in milliseconds. */
  readonly now?: () => number
}

/**
 * Counts how often each key is used, in minutes that begin with its first use. Uses one more and answers
 * after how many milliseconds it is free again: 0 where it still is.
 */
export function createAllowance({ perMinute, keysMax, now = elapsedMs }: AllowanceInit) {
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
    return minute.uses > perMinute ? minute.endsAt - at : 0
  }
}
