import type { TestContext } from 'node:test'
import { type Ctx, createCtx, type Log, systemCaller } from '#context'
import { eventType } from '#kernel/event.ts'
import { createPorts } from '#kernel/port.ts'
import { collection, type Document } from '#store/collection.ts'
import { type Database, openEngine } from '#store/open.ts'
import { createStore, type Store } from '#store/store.ts'
import { createManualClock, type ManualClock } from '#testing/clock.ts'
import { openTestStore } from '#testing/open-store.ts'
import { type Handlers, type Job, type Schedule, type Subscriber, subscriptionsOf } from './handlers.ts'
import { createWorker, type Worker, type WorkerInit } from './worker.ts'

/** What handlers in these tests leave in the store. */
export interface Note extends Document {
  readonly text: string
  readonly count: number
}

export const notes = collection<Note>({ name: 'notes', indexes: {} })

export const orderPlaced = eventType<{ total: number }>('order.placed')

export const LEASE_MS = 10_000

/** One process of a shop: its own connection, store and worker. */
export interface Process {
  readonly store: Store
  readonly worker: Worker
  readonly logged: readonly string[]
  run<R>(work: (ctx: Ctx) => Promise<R>): Promise<R>
}

/** A database on which several processes may work, as their tests see it, with one clock for all. */
export interface Site {
  readonly clock: ManualClock
  /** Where the database is, for processes of their own. */
  readonly url: string
  open(handlers?: SomeHandlers, options?: Partial<WorkerInit>): Promise<Process>
}

export interface SomeHandlers {
  readonly subscribers?: readonly Subscriber[]
  // biome-ignore lint/suspicious/noExplicitAny: a list of jobs with different payloads
  readonly jobs?: readonly Job<any>[]
  readonly schedules?: readonly Schedule[]
}

export async function aSite(t: TestContext, start?: number): Promise<Site> {
  const { database, url, remove } = await openTestStore()
  const clock = createManualClock(start)
  const opened: Process[] = []
  t.after(async () => {
    for (const { worker, store } of opened) {
      await worker.stop()
      await store.close()
    }
    await remove()
  })
  return {
    clock,
    url,
    async open(handlers = {}, options = {}) {
      const process = await openProcess(
        { subscribers: [], jobs: [], schedules: [], ...handlers },
        {
          database,
          clock,
          ...options,
        },
      )
      opened.push(process)
      return process
    },
  }
}

type ProcessInit = Partial<WorkerInit> & Pick<WorkerInit, 'clock'> & { readonly database: Database }

/** Timers beat fast here, and time itself stands still until a test moves the clock. */
export async function openProcess(
  handlers: Handlers,
  { database, ...options }: ProcessInit,
): Promise<Process> {
  const { leaseMs = LEASE_MS, clock } = options
  const logged: string[] = []
  const note = (_details: object, message: string) => void logged.push(message)
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const store = await createStore({
    engine: await openEngine(database),
    clock,
    collections: [notes],
    subscriptions: subscriptionsOf(handlers.subscribers),
    taskLeaseMs: leaseMs,
  })
  const ports = createPorts()
  const worker = createWorker({ store, ports, log, handlers, leaseMs, pollMs: 5, ...options })
  const run: Process['run'] = (work) =>
    store.run('system', (unit) => work(createCtx(unit, { caller: systemCaller(), log, ports })))
  return { store, worker, logged, run }
}

/** Counts up in a note, so that an effect which happened twice shows. */
export async function count(ctx: Ctx, id: string): Promise<void> {
  const before = await ctx.get(notes, id)
  ctx.save(notes, { id, revision: 0, text: '', ...before, count: (before?.count ?? 0) + 1 })
}

export const countOf = (at: Process, id: string): Promise<number> =>
  at.run(async (ctx) => (await ctx.get(notes, id))?.count ?? 0)

export const place = (at: Process, id: string): Promise<void> =>
  at.run(async (ctx) => ctx.stage(orderPlaced(id, { total: 1 })))
