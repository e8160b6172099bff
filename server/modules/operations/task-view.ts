import { toTimestamp } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { deliveryKind, type EventRef, type Task } from '#store/outbox.ts'

export const taskFaults = faults('task', {
  missing: [404, 'There is no background task with this id. It may be done.'],
  notDead: [
    409,
    'This task is still being tried by itself. Only dead letters can be sent again or discarded.',
  ],
})

export const TaskId = Type.String({ minLength: 1, maxLength: 250 })

export const TaskState = Type.Enum(['due', 'dead'], {
  description: '`due`: waits for its time, or runs. `dead`: failed too often, and waits for people.',
})

/** Not the payload: it may hold what only its handler should see, such as a link to sign in with. */
export const TaskView = named(
  'Task',
  Shape({
    id: TaskId,
    kind: Type.String({ description: '`deliver:<subscriber>`, `schedule:<name>` or a job’s name' }),
    state: TaskState,
    event: Nullable(
      Shape(
        { id: Type.String(), type: Type.String(), subject: Type.String() },
        { description: 'What is being delivered' },
      ),
    ),
    attempts: Type.Integer(),
    lastError: Nullable(Type.String()),
    dueAt: Type.String({ ...Timestamp, description: 'When it is tried next; for a dead letter, since when' }),
    createdAt: Timestamp,
    version: Type.Integer(),
  }),
)

export const toView = (task: Task): Static<typeof TaskView> => ({
  id: task.id,
  kind: task.kind,
  state: task.state,
  event: eventOf(task),
  attempts: task.attempts,
  lastError: task.lastError ?? null,
  dueAt: toTimestamp(task.dueAt),
  createdAt: toTimestamp(task.createdAt),
  version: task.revision,
})

function eventOf({ kind, payload }: Task) {
  if (!kind.startsWith(deliveryKind(''))) return null
  const { id, type, subject } = payload as EventRef
  return { id, type, subject }
}
