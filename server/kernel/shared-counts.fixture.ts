import type { Instant } from './clock.ts'
import { NOTHING_COUNTED, type SharedCounts } from './shared-counts.ts'

/** Processes that hear of each other's counts at once, in the memory of one. */
export function countingTogether(now: () => Instant): () => SharedCounts {
  const totals = new Map<string, { count: number; until: Instant }>()
  return () => {
    const own = new Map<string, number>()
    return {
      open: ({ name, keptMs, since }) => ({
        add(key, by) {
          const at = `${name} ${key}`
          const known = totals.get(at)
          const isKnown = known !== undefined && known.until > now()
          const total = isKnown ? known : { count: 0, until: now() + keptMs }
          if (!isKnown) own.delete(at)
          total.count += by
          if (since === 'last' && by > 0) total.until = now() + keptMs
          totals.set(at, total)
          own.set(at, (own.get(at) ?? 0) + by)
          const count = total.count - (own.get(at) ?? 0)
          return count > 0 ? { count, leftMs: total.until - now() } : NOTHING_COUNTED
        },
      }),
    }
  }
}
