import type { Log } from '#context'
import type { Clock, Instant } from '#kernel/clock.ts'
import type { Ports } from '#kernel/port.ts'
import type { Write } from '#store/engine.ts'
import { type Task, tasks } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { createRunner } from './attempt.ts'
import { type Handlers, handlersByKind } from './handlers.ts'
import { createHeartbeat } from './heartbeat.ts'
import { leaseInWrite } from './lease.ts'
import { createPoller, type Poller } from './poller.ts'
import { createPool, type Figures, type Pool } from './pool.ts'
import { ensureSchedules } from './schedules.ts'
import { createWaker } from './wake.ts'

export interface WorkerInit {
  readonly store: Store
  readonly ports: Ports
  readonly clock: Clock
  readonly log: Log
  readonly handlers: Handlers
  /** Tasks that run at the same time. */
  readonly concurrency?: number
  /**
   * For how long a task belongs to the process that took it. Renewed while it runs; after a crash, others
   * wait for it.
   */
  readonly leaseMs?: number
  /** How often tasks are looked for that did not come from this process. */
  readonly pollMs?: number
}

/**
 * Brings events to their subscribers and does jobs and schedules: at least once, each by one process at a
 * time.
 */
export interface Worker {
  start(): Promise<void>
  /** Takes no new tasks and resolves when those that began have ended. */
  stop(): Promise<void>
  /** Another process may have left something to do. */
  wake(): void
  /** Does all that is due now, and what comes of it, also where the worker was not started. */
  idle(): Promise<void>
  /** One round of it; answers how many tasks were tried. */
  runDue(): Promise<number>
  /** Cheap: counted as it happens. */
  stats(): Readonly<Figures>
}

/** Most of what others commit leaves nothing to do here: they have workers of their own. */
const WAKE_EVERY_MS = 100

export function createWorker(init: WorkerInit): Worker {
  const { store, clock, log, concurrency = 8, leaseMs = 10_000, pollMs = 1_000 } = init
  const handlers = handlersByKind(init.handlers)
  const onFree = () => poller.more && lookSoon()
  const pool = createPool({ concurrency, clock, handlers, run: createRunner({ ...init, leaseMs }), onFree })
  const poller = createPoller({ store, pool, handlers, leaseMs })
  const waker = createWaker(lookAfresh, WAKE_EVERY_MS)
  const beat = createHeartbeat({ store, clock, log, leaseMs, running: pool.running })
  let state: 'new' | 'started' | 'stopped' = 'new'
  let timer: NodeJS.Timeout | undefined
  let scheduled: Promise<void> | undefined

  function lookSoon(): void {
    if (state !== 'started') return
    poller.look().catch(onLookFailure)
  }

  const onLookFailure = (err: unknown) => log.error({ err }, 'Due tasks could not be looked for.')

  async function lookAfresh(): Promise<void> {
    if (state === 'started') await poller.lookAfresh().catch(onLookFailure)
  }

  function ensureScheduled(): Promise<void> {
    scheduled ??= ensureSchedules(store, init.handlers.schedules)
    return scheduled
  }

  async function runDue(): Promise<number> {
    await ensureScheduled()
    const before = triesOf(pool.figures)
    const beating = setInterval(beat, pollMs)
    await oneRound(pool, poller).finally(() => clearInterval(beating))
    return triesOf(pool.figures) - before
  }

  store.onCommit((writes) => {
    for (const write of writes) if (write.collection === tasks) notice(write)
  })

  function notice(write: Write): void {
    const lease = leaseInWrite(write)
    if (lease) pool.offer(lease)
    else if (isDue(write, clock.now())) lookSoon()
  }

  return {
    async start() {
      await ensureScheduled()
      if (state !== 'new') return
      state = 'started'
      timer = setInterval(() => {
        beat()
        lookSoon()
      }, pollMs)
      pool.open()
      lookSoon()
    },
    async stop() {
      state = 'stopped'
      waker.stop()
      pool.end()
      await poller.settled()
      await pool.quiet()
      clearInterval(timer)
    },
    async idle() {
      while ((await runDue()) > 0);
    },
    wake: waker.wake,
    runDue,
    stats: () => pool.figures,
  }
}

/** All that is due and what comes of it, also while the worker is not started. */
async function oneRound(pool: Pool, poller: Poller): Promise<void> {
  pool.open()
  try {
    await poller.lookAfresh()
    await pool.quiet()
  } finally {
    pool.close()
  }
}

const triesOf = ({ done, failed, dead, lost }: Figures) => done + failed + dead + lost

function isDue(write: Write, now: Instant): boolean {
  if (!('body' in write)) return false
  const { state, dueAt } = write.body as unknown as Task
  return state === 'due' && dueAt <= now
}
