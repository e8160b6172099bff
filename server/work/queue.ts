import type { Lease } from './lease.ts'

/** Leases that may wait in this process. What comes on top is found by a poll when its lease ends. */
export const QUEUE_MAX = 10_000

/** Leased tasks that wait for their turn, first come first served. */
export interface Queue {
  /** Answers false where there is no room. */
  push(lease: Lease): boolean
  shift(): Lease | undefined
  has(id: string): boolean
  /** Lets go of all, and takes no more. */
  end(): void
  readonly length: number
}

export function createQueue(): Queue {
  const leases: Lease[] = []
  const ids = new Set<string>()
  let ended = false
  return {
    push(lease) {
      if (ended || leases.length >= QUEUE_MAX) return false
      leases.push(lease)
      ids.add(lease.id)
      return true
    },
    shift() {
      const lease = leases.shift()
      if (lease) ids.delete(lease.id)
      return lease
    },
    has: (id) => ids.has(id),
    end() {
      ended = true
      leases.length = 0
      ids.clear()
    },
    get length() {
      return leases.length
    },
  }
}
