import type { Clock } from '#kernel/clock.ts'
import { type Attempt, createAttempt, type Outcome } from './attempt.ts'
import type { Handler } from './handlers.ts'
import type { Lease } from './lease.ts'

/** Leases that may wait in this process. What comes on top is found by a poll when its lease ends. */
export const QUEUE_MAX = 10_000

export interface PoolInit {
  readonly concurrency: number
  readonly clock: Clock
  readonly handlers: ReadonlyMap<string, Handler>
  run(attempt: Attempt): Promise<Outcome>
  /** Called when a place is free and nothing waits for it. */
  onFree(): void
}

/** Runs what is leased, first come first served, a few at a time. */
export interface Pool {
  offer(lease: Lease): void
  has(id: string): boolean
  /** Begins what waits, until closed as often as opened. */
  open(): void
  close(): void
  /** Lets go of what waits, for good. Its leases end by themselves. */
  clear(): void
  /** Resolves when nothing waits or runs. */
  quiet(): Promise<void>
  readonly attempts: Iterable<Attempt>
  readonly waiting: number
  readonly running: number
  /** How long the one begun last had waited, in milliseconds. */
  readonly lagMs: number
  readonly counts: Readonly<Record<Outcome, number>>
}

export function createPool(init: PoolInit): Pool {
  const queue: Lease[] = []
  const attempts = new Map<string, Attempt>()
  const waiting = new Set<string>()
  const counts = { done: 0, failed: 0, dead: 0, lost: 0 }
  let listeners: (() => void)[] = []
  let opened = 0
  let cleared = false
  let planned = false
  let lagMs = 0

  function begin(lease: Lease): void {
    waiting.delete(lease.id)
    const now = init.clock.now()
    lagMs = Math.max(0, now - lease.waitingSince)
    const attempt = createAttempt(lease, init.handlers.get(lease.kind), now)
    attempts.set(lease.id, attempt)
    void init.run(attempt).then((outcome) => {
      counts[outcome] += 1
      attempts.delete(lease.id)
      pump()
    })
  }

  function pump(): void {
    planned = false
    while (opened > 0 && attempts.size < init.concurrency) {
      const lease = queue.shift()
      if (!lease) break
      begin(lease)
    }
    if (queue.length > 0) return
    if (opened > 0 && attempts.size < init.concurrency) init.onFree()
    if (attempts.size > 0) return
    for (const listener of listeners) listener()
    listeners = []
  }

  /** Not at once: a lease is often offered inside a request's commit, whose reply goes first. */
  function plan(): void {
    if (planned) return
    planned = true
    setImmediate(pump)
  }

  return {
    offer(lease) {
      if (cleared || queue.length >= QUEUE_MAX) return
      queue.push(lease)
      waiting.add(lease.id)
      if (opened > 0) plan()
    },
    has: (id) => waiting.has(id) || attempts.has(id),
    open() {
      opened += 1
      plan()
    },
    close() {
      opened -= 1
    },
    clear() {
      cleared = true
      queue.length = 0
      waiting.clear()
    },
    quiet: () =>
      new Promise((resolve) => {
        listeners.push(resolve)
        plan()
      }),
    get attempts() {
      return attempts.values()
    },
    get waiting() {
      return queue.length
    },
    get running() {
      return attempts.size
    },
    get lagMs() {
      return lagMs
    },
    counts,
  }
}
