import { aTask, type Task, tasks } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { type Schedule, scheduleKind } from './handlers.ts'

/**
 * Makes sure that each schedule has its one task. Any number of processes may do so at once: the id
 * decides. An interval that became shorter takes effect here, one that became longer after the next round.
 */
export async function ensureSchedules(store: Store, schedules: readonly Schedule[]): Promise<void> {
  await store.run('system:worker', async (unit) => {
    const found = await unit.get(
      tasks,
      schedules.map(({ name }) => scheduleKind(name)),
    )
    for (const [at, { name, everyMs }] of schedules.entries()) {
      const dueAt = unit.now + everyMs
      const task = found[at]
      if (!task) unit.save(tasks, firstRound(scheduleKind(name), { now: unit.now, dueAt }))
      else if (task.state === 'dead') unit.save(tasks, { ...task, state: 'due', dueAt, attempts: 0 })
      // A task with attempts is leased or about to be tried again: its time is not the interval's.
      else if (task.attempts === 0 && task.dueAt > dueAt) unit.save(tasks, { ...task, dueAt })
    }
  })
}

const firstRound = (id: string, at: { now: number; dueAt: number }): Task => ({
  ...aTask(id, null, { id, ...at }),
  revision: 0,
})
