import type { Clock } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import type { Collection, Document } from './collection.ts'
import { Conflict, type Engine, StoreUnavailable } from './engine.ts'
import { moves, refuseHalfMoved } from './move.ts'
import { events, type Subscriptions, tasks } from './outbox.ts'
import { prepareShapes, type RollingUpgrade } from './shapes.ts'
import { type CommitListener, createUnit, type Unit } from './unit.ts'

/** How often a unit is run again after a conflict before its caller is told to come back. */
export const TRIES_MAX = 30

export const storeFaults = faults('store', {
  unavailable: [
    503,
    'The shop’s database does not answer right now. Nothing is lost: try again in a moment.',
  ],
  contended: [503, 'Too many others are changing the same thing right now. Try again in a moment.'],
})

export interface Store {
  /** Runs the work in a fresh unit and commits it; on a conflict, runs it again from the start. */
  run<R>(by: string, work: (unit: Unit) => Promise<R>): Promise<R>
  /** Called after each commit of this process, synchronously, before its caller goes on. */
  onCommit(listener: CommitListener): void
  readonly engine: Engine
  close(): Promise<void>
}

export interface StoreInit {
  readonly engine: Engine
  readonly clock: Clock
  readonly collections: readonly Collection<Document>[]
  readonly subscriptions: Subscriptions
  /** For how long new tasks belong to this process, whose worker runs them at once; 0 where it has none. */
  readonly taskLeaseMs?: number
  /** Processes of the version before serve on. */
  readonly rollingUpgrade?: RollingUpgrade | undefined
}

export async function createStore(init: StoreInit): Promise<Store> {
  const { clock, subscriptions, taskLeaseMs = 0 } = init
  await init.engine.prepare([moves])
  await refuseHalfMoved(init.engine)
  const collections = [events, tasks, ...init.collections] as Collection<Document>[]
  const engine = await prepareShapes(init.engine, collections, init.rollingUpgrade)
  const listeners: CommitListener[] = []
  const queue = createQueue()
  const onCommit: CommitListener = (writes, recorded) => {
    for (const listener of listeners) listener(writes, recorded)
  }

  async function attempt<R>(by: string, work: (unit: Unit) => Promise<R>): Promise<R> {
    const unit = createUnit({ engine, subscriptions, onCommit, clock, by, taskLeaseMs })
    const result = await work(unit)
    await unit.commit()
    return result
  }

  return {
    engine,
    onCommit: (listener) => void listeners.push(listener),
    async run(by, work) {
      let contended: string | undefined
      for (let tries = 1; ; tries++) {
        try {
          if (contended === undefined) return await attempt(by, work)
          return await queue(contended, () => attempt(by, work))
        } catch (error) {
          if (error instanceof StoreUnavailable) throw unavailable(error)
          if (!(error instanceof Conflict)) throw error
          if (tries === TRIES_MAX) throw storeFaults.contended({ cause: error })
          contended = `${error.collection}/${error.id}`
        }
      }
    },
    close: () => engine.close(),
  }
}

const unavailable = (cause: StoreUnavailable) =>
  storeFaults.unavailable({ cause, details: { retryAfterSeconds: 1 } })

/**
 * Runs one at a time for each key, first come first served. Optimism is for the first try; those who lost a
 * race for the same document then take turns, so that fifty clicks on one cart cost fifty saves and not a
 * storm of retries.
 */
function createQueue() {
  const tails = new Map<string, Promise<unknown>>()
  return async <R>(key: string, work: () => Promise<R>): Promise<R> => {
    const before = tails.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    const tail = mine.catch(() => undefined)
    tails.set(key, tail)
    void tail.then(() => tails.get(key) === tail && tails.delete(key))
    return mine
  }
}
