import { createCtx, type Log, systemCaller } from '#context'
import type { Clock, Instant } from '#kernel/clock.ts'
import type { Ports } from '#kernel/port.ts'
import { type Task, tasks } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { remove, type Unit } from '#store/unit.ts'
import { toErrorText } from './error-text.ts'
import type { Handler } from './handlers.ts'
import { isHeld, type Lease } from './lease.ts'
import { failed, nextRound } from './task.ts'

/** `lost`: the task was someone else's by then, and nothing was done. */
export type Outcome = 'done' | 'failed' | 'dead' | 'lost'

/** One try at a task. */
export interface Attempt {
  readonly lease: Lease
  readonly handler: Handler | undefined
  readonly begunAt: Instant
  /** Rejects when the try is given up. */
  readonly givenUp: Promise<never>
  /** Counts the try as failed. The handler may go on for a while, but commits nothing any more. */
  giveUp(reason: Error): void
  readonly over: boolean
}

export function createAttempt(lease: Lease, handler: Handler | undefined, begunAt: Instant): Attempt {
  const { promise, reject } = Promise.withResolvers<never>()
  let over = false
  return {
    lease,
    handler,
    begunAt,
    givenUp: promise,
    giveUp(reason) {
      over = true
      reject(reason)
    },
    get over() {
      return over
    },
  }
}

export interface RunnerInit {
  readonly store: Store
  readonly ports: Ports
  readonly log: Log
  readonly clock: Clock
  readonly leaseMs: number
}

/**
 * Runs a try to its end. Never rejects: what cannot even be written down comes due again when its lease
 * ends.
 */
export function createRunner(init: RunnerInit): (attempt: Attempt) => Promise<Outcome> {
  const { store, ports, log } = init
  const until = () => init.clock.now() + init.leaseMs

  /** The handler's effects and the end of the task are one commit: both happen, or neither. */
  async function work(unit: Unit, attempt: Attempt, handler: Handler): Promise<Outcome> {
    const { lease } = attempt
    lease.pinned = true
    await lease.renewal
    const task = await unit.get(tasks, lease.id)
    if (!isHeld(task, lease)) return 'lost'
    lease.pinned = false
    const ctx = createCtx(guarded(unit, attempt, { task, until }), { caller: systemCaller(), log, ports })
    await handler.handle(ctx, task.payload)
    refuseIfOver(attempt)
    lease.pinned = true
    await lease.renewal
    const held = { ...task, revision: lease.revision }
    if (handler.everyMs === undefined) unit.stage(remove(tasks, held))
    else unit.save(tasks, nextRound(held, { now: unit.now, everyMs: handler.everyMs }))
    return 'done'
  }

  async function fail({ lease, handler }: Attempt, error: unknown): Promise<Outcome> {
    lease.pinned = true
    await lease.renewal
    const next = await store.run(byOf(lease), async (unit) => {
      const task = await unit.get(tasks, lease.id)
      if (!isHeld(task, lease)) return undefined
      return unit.save(tasks, failed(task, { now: unit.now, error: toErrorText(error), handler }))
    })
    if (!next) return 'lost'
    const details = { task: lease.id, kind: lease.kind, attempts: next.attempts, err: error }
    if (next.state === 'due') log.warn(details, 'A task failed and will be tried again.')
    else log.error(details, 'A task failed for the last time and is on the dead-letter list.')
    return next.state === 'due' ? 'failed' : 'dead'
  }

  return async (attempt) => {
    const { lease, handler } = attempt
    try {
      if (!handler) throw new Error(`No handler is called "${lease.kind}" in this release.`)
      const working = store.run(byOf(lease), (unit) => work(unit, attempt, handler))
      return await Promise.race([working, attempt.givenUp])
    } catch (error) {
      return fail(attempt, error).catch((cause) => {
        log.error({ task: lease.id, kind: lease.kind, err: cause }, 'The end of a task could not be saved.')
        return 'lost'
      })
    }
  }
}

/** Who is recorded as the cause of what a task does. */
const byOf = ({ kind }: Lease) => `system:${kind}`

function refuseIfOver({ over, lease }: Attempt): void {
  if (over) throw new Error(`This try of ${lease.id} was given up.`)
}

/**
 * What a handler commits before its end is written only while the task is still this process's: each such
 * commit renews the lease as well. So a process that was held up for longer than its lease writes nothing
 * more once another has taken over, however often its handler commits.
 */
const guarded = (unit: Unit, attempt: Attempt, at: { task: Task; until(): Instant }): Unit => ({
  ...unit,
  async commit() {
    const { lease } = attempt
    refuseIfOver(attempt)
    lease.pinned = true
    try {
      await lease.renewal
      const held = { ...at.task, revision: lease.revision }
      const renewed = unit.save(tasks, { ...held, dueAt: at.until() })
      refuseIfOver(attempt)
      await unit.commit()
      lease.revision = renewed.revision
      lease.until = renewed.dueAt
    } finally {
      lease.pinned = false
    }
  },
})
