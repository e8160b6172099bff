import type { Store } from '#store/store.ts'
import type { Handler } from './handlers.ts'
import { leaseDue } from './lease.ts'
import type { Pool } from './pool.ts'

/** Tasks leased from the store at a time: few, so that they do not outwait their leases here. */
const BATCH = 50

export interface PollerInit {
  readonly store: Store
  readonly pool: Pick<Pool, 'offer' | 'has'>
  readonly handlers: ReadonlyMap<string, Handler>
  readonly leaseMs: number
}

/**
 * Looks for tasks that are due and in nobody's hands: of other processes, waiting for their time, or left
 * by a crash.
 */
export interface Poller {
  /** Joins a look that is under way. */
  look(): Promise<void>
  /** A look that sees everything committed before the call. */
  lookAfresh(): Promise<void>
  /** Resolves when no look is under way. */
  settled(): Promise<void>
  /** Whether the last look left some behind. */
  readonly more: boolean
}

export function createPoller({ store, pool, handlers, leaseMs }: PollerInit): Poller {
  const isEndless = (kind: string) => handlers.get(kind)?.everyMs !== undefined
  let more = false
  let looking: Promise<void> | undefined

  async function leaseSome(): Promise<void> {
    const found = await leaseDue(store, { leaseMs, limit: BATCH, skip: pool.has, isEndless })
    more = found.more && found.leases.length > 0
    for (const lease of found.leases) pool.offer(lease)
  }

  function look(): Promise<void> {
    looking ??= leaseSome().finally(() => {
      looking = undefined
    })
    return looking
  }

  const settled = async () => looking?.catch(() => undefined)

  return {
    look,
    async lookAfresh() {
      await settled()
      await look()
    },
    settled,
    get more() {
      return more
    },
  }
}
