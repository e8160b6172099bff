import type { Instant } from '#kernel/clock.ts'
import type { Write } from '#store/engine.ts'
import { type Task, tasks } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { leased } from './task.ts'

/**
 * A task that this process holds: as long as it lies in the store at `revision`, nobody else has taken it.
 */
export interface Lease {
  readonly id: string
  readonly kind: string
  /** Since when it could have been done. */
  readonly waitingSince: Instant
  revision: number
  until: Instant
  /** True while its revision must not move: it is being read, or its end is being written. */
  pinned: boolean
  renewal: Promise<void> | undefined
}

const BY = 'system:worker'

const leaseOf = (task: Task, waitingSince: Instant): Lease => ({
  id: task.id,
  kind: task.kind,
  waitingSince,
  revision: task.revision,
  until: task.dueAt,
  pinned: true,
  renewal: undefined,
})

/** The lease of a task that was inserted with one. */
export function leaseInWrite(write: Write): Lease | undefined {
  if (write.op !== 'insert' || write.collection !== tasks) return undefined
  const task = write.body as unknown as Task
  return task.attempts > 0 ? leaseOf({ ...task, id: write.id, revision: 1 }, task.createdAt) : undefined
}

export const isHeld = (task: Task | undefined, lease: Lease): task is Task =>
  task?.state === 'due' && task.revision === lease.revision

/**
 * Leases the tasks that are due the longest, in one commit. When two processes reach for the same ones, one
 * of them is refused, looks again and finds the next.
 */
export async function leaseDue(
  store: Store,
  init: { leaseMs: number; limit: number; skip(id: string): boolean; isEndless(kind: string): boolean },
): Promise<{ leases: readonly Lease[]; more: boolean }> {
  return store.run(BY, async (unit) => {
    const query = { equals: ['due'], range: { lte: unit.now }, limit: init.limit }
    const found = await unit.find(tasks, 'byState', query)
    const leases = found.data
      .filter((task) => !init.skip(task.id))
      .map((task) => {
        const at = { now: unit.now, leaseMs: init.leaseMs, endless: init.isEndless(task.kind) }
        const saved = unit.save(tasks, leased(task, at))
        return saved.state === 'due' ? leaseOf(saved, task.dueAt) : undefined
      })
      .filter((lease) => lease !== undefined)
    return { leases, more: found.next !== null }
  })
}

/** Keeps a lease for as long again. Whoever has lost it finds out at the end of the task. */
export async function renew(store: Store, lease: Lease, leaseMs: number): Promise<void> {
  const renewed = await store.run(BY, async (unit) => {
    const task = await unit.get(tasks, lease.id)
    return isHeld(task, lease) ? unit.save(tasks, { ...task, dueAt: unit.now + leaseMs }) : undefined
  })
  if (!renewed) return
  lease.revision = renewed.revision
  lease.until = renewed.dueAt
}
