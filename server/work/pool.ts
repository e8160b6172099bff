import type { Clock } from '#kernel/clock.ts'
import { type Attempt, createAttempt, type Outcome } from './attempt.ts'
import type { Handler } from './handlers.ts'
import type { Lease } from './lease.ts'
import { createQueue } from './queue.ts'

export interface PoolInit {
  readonly concurrency: number
  readonly clock: Clock
  readonly handlers: ReadonlyMap<string, Handler>
  run(attempt: Attempt): Promise<Outcome>
  /** Called when a place is free and nothing waits for it. */
  onFree(): void
}

/** Runs what is leased, a few at a time. */
export interface Pool {
  offer(lease: Lease): void
  has(id: string): boolean
  /** Begins what waits, until closed as often as opened. */
  open(): void
  close(): void
  /** Lets go of what waits, for good. Its leases end by themselves. */
  end(): void
  /** Resolves when nothing waits or runs. */
  quiet(): Promise<void>
  running(): Iterable<Attempt>
  readonly figures: Readonly<Figures>
}

/** What this process has to do now, and the tries since it began by how they ended. */
export interface Figures extends Record<Outcome, number> {
  /** Leased to this process and not begun; the store may hold more. */
  waiting: number
  running: number
  /** How long the try that was begun last had waited. */
  lagMs: number
}

export function createPool(init: PoolInit): Pool {
  const queue = createQueue()
  const attempts = new Map<string, Attempt>()
  const figures: Figures = { waiting: 0, running: 0, done: 0, failed: 0, dead: 0, lost: 0, lagMs: 0 }
  const waitingForQuiet: (() => void)[] = []
  let opened = 0
  let planned = false

  function begin(lease: Lease): void {
    const now = init.clock.now()
    figures.lagMs = Math.max(0, now - lease.waitingSince)
    const attempt = createAttempt(lease, init.handlers.get(lease.kind), now)
    attempts.set(lease.id, attempt)
    void init.run(attempt).then((outcome) => {
      figures[outcome] += 1
      attempts.delete(lease.id)
      pump()
    })
  }

  function pump(): void {
    planned = false
    const isFree = () => opened > 0 && attempts.size < init.concurrency
    for (let lease = isFree() && queue.shift(); lease; lease = isFree() && queue.shift()) begin(lease)
    if (queue.length > 0) return
    if (isFree()) init.onFree()
    if (attempts.size > 0) return
    for (const tell of waitingForQuiet.splice(0)) tell()
  }

  /** Not at once: a lease is often offered inside a request's commit, whose reply goes first. */
  function plan(): void {
    if (!planned) setImmediate(pump)
    planned = true
  }

  return {
    offer: (lease) => void (queue.push(lease) && opened > 0 && plan()),
    has: (id) => queue.has(id) || attempts.has(id),
    open() {
      opened += 1
      plan()
    },
    close() {
      opened -= 1
    },
    end: queue.end,
    quiet() {
      plan()
      return new Promise((resolve) => waitingForQuiet.push(resolve))
    },
    running: () => attempts.values(),
    get figures() {
      return { ...figures, waiting: queue.length, running: attempts.size }
    },
  }
}
