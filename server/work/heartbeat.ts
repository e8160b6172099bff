import type { Log } from '#context'
import type { Clock } from '#kernel/clock.ts'
import type { Store } from '#store/store.ts'
import type { Attempt } from './attempt.ts'
import { type Lease, renew } from './lease.ts'

export interface HeartbeatInit {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly leaseMs: number
  running(): Iterable<Attempt>
}

/**
 * Gives up tries that take too long, and keeps the leases of the rest. To be called more often than leases
 * end.
 */
export function createHeartbeat({ store, clock, log, leaseMs, running }: HeartbeatInit): () => void {
  function keep(lease: Lease): void {
    lease.renewal = renew(store, lease, leaseMs)
      .catch((err) => log.warn({ task: lease.id, err }, 'A lease could not be renewed.'))
      .finally(() => {
        lease.renewal = undefined
      })
  }

  return () => {
    const now = clock.now()
    for (const attempt of running()) {
      const { lease, handler, begunAt } = attempt
      if (lease.pinned || !handler) continue
      if (now - begunAt >= handler.timeLimitMs) {
        attempt.giveUp(new Error(`Not done after ${handler.timeLimitMs} ms.`))
      } else if (!lease.renewal && lease.until - now <= leaseMs / 2) keep(lease)
    }
  }
}
