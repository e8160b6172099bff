import type { Log } from '#context'
import type { Clock } from '#kernel/clock.ts'
import type { Ports } from '#kernel/port.ts'
import type { Write } from '#store/engine.ts'
import { type Task, tasks } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { createRunner } from './attempt.ts'
import { type Handlers, handlersByKind } from './handlers.ts'
import { leaseDue, leaseInWrite, renew } from './lease.ts'
import { createPool } from './pool.ts'
import { ensureSchedules } from './schedules.ts'

export interface WorkerInit {
  readonly store: Store
  readonly ports: Ports
  readonly clock: Clock
  readonly log: Log
  readonly handlers: Handlers
  /** Tasks that run at the same time. */
  readonly concurrency?: number
  /** For how long a task belongs to the process that took it. Renewed while it runs; after a crash, others wait for it. */
  readonly leaseMs?: number
  /** How often tasks are looked for that did not come from this process. */
  readonly pollMs?: number
}

export interface WorkerStats {
  /** In this process; the store may hold more. */
  readonly waiting: number
  readonly running: number
  /** Tries since the process began, by how they ended. `dead`: put on the dead-letter list. */
  readonly done: number
  readonly failed: number
  readonly dead: number
  /** How long the task begun last had waited, in milliseconds. */
  readonly lagMs: number
}

/** Brings events to their subscribers and does jobs and schedules: at least once, each by one process at a time. */
export interface Worker {
  start(): Promise<void>
  /** Takes no new tasks and resolves when those that began have ended. */
  stop(): Promise<void>
  /** Does all that is due now, and what comes of it, also where the worker was not started. */
  idle(): Promise<void>
  /** One round of it; answers how many tasks were tried. */
  runDue(): Promise<number>
  stats(): WorkerStats
}

/** Tasks leased from the store at a time: few, so that they do not outwait their leases here. */
const BATCH = 50

export function createWorker(init: WorkerInit): Worker {
  const { store, clock, log, concurrency = 8, leaseMs = 10_000, pollMs = 1_000 } = init
  const handlers = handlersByKind(init.handlers)
  const pool = createPool({ concurrency, clock, handlers, run: createRunner(init), onFree: pollForMore })
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let more = false
  let polling: Promise<void> | undefined
  let scheduled: Promise<void> | undefined

  store.onCommit((writes) => {
    if (!stopped) for (const write of writes) if (write.collection === tasks) notice(write)
  })

  function notice(write: Write): void {
    const lease = leaseInWrite(write)
    if (lease) pool.offer(lease)
    else if ('body' in write && isDue(write.body as unknown as Task)) pollSoon()
  }

  const isDue = ({ state, dueAt }: Task) => state === 'due' && dueAt <= clock.now()

  async function lookForDue(): Promise<void> {
    const isEndless = (kind: string) => handlers.get(kind)?.everyMs !== undefined
    const found = await leaseDue(store, { leaseMs, limit: BATCH, skip: pool.has, isEndless })
    more = found.more && found.leases.length > 0
    for (const lease of found.leases) pool.offer(lease)
  }

  function poll(): Promise<void> {
    polling ??= lookForDue().finally(() => {
      polling = undefined
    })
    return polling
  }

  function pollSoon(): void {
    if (!timer || stopped) return
    poll().catch((err) => log.error({ err }, 'Due tasks could not be looked for.'))
  }

  function pollForMore(): void {
    if (more) pollSoon()
  }

  /** Gives up what takes too long, and keeps the leases of the rest. */
  function heartbeat(): void {
    const now = clock.now()
    for (const attempt of pool.attempts) {
      const { lease, handler, begunAt } = attempt
      if (lease.pinned || !handler) continue
      if (now - begunAt >= handler.timeLimitMs) {
        attempt.giveUp(new Error(`Not done after ${handler.timeLimitMs} ms.`))
      } else if (!lease.renewal && lease.until - now <= leaseMs / 2) {
        lease.renewal = renew(store, lease, leaseMs)
          .catch((err) => log.warn({ task: lease.id, err }, 'A lease could not be renewed.'))
          .finally(() => {
            lease.renewal = undefined
          })
      }
    }
  }

  function ensureScheduled(): Promise<void> {
    scheduled ??= ensureSchedules(store, init.handlers.schedules)
    return scheduled
  }

  async function runDue(): Promise<number> {
    await ensureScheduled()
    const tried = () => Object.values(pool.counts).reduce((sum, count) => sum + count, 0)
    const before = tried()
    const beat = setInterval(heartbeat, pollMs)
    pool.open()
    try {
      // One that is under way may have looked before the caller's tasks were there.
      await polling
      await poll()
      await pool.quiet()
    } finally {
      pool.close()
      clearInterval(beat)
    }
    return tried() - before
  }

  return {
    async start() {
      await ensureScheduled()
      timer = setInterval(() => {
        heartbeat()
        pollSoon()
      }, pollMs)
      pool.open()
      pollSoon()
    },
    async stop() {
      if (stopped) return
      stopped = true
      pool.clear()
      await polling?.catch(() => undefined)
      await pool.quiet()
      clearInterval(timer)
    },
    async idle() {
      while ((await runDue()) > 0);
    },
    runDue,
    stats() {
      const { waiting, running, lagMs, counts } = pool
      return { waiting, running, lagMs, done: counts.done, failed: counts.failed, dead: counts.dead }
    },
  }
}
