import type { Instant } from '#kernel/clock.ts'
import type { Event, RecordedEvent } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import { collection, type Document } from './collection.ts'
import type { Body, Write } from './engine.ts'

/**
 * The event log: what happened, kept for a while, in the order of ids (time, then chance within a
 * millisecond).
 */
export interface EventDocument extends Document, RecordedEvent {}

export const events = collection<EventDocument, 'bySubject' | 'byType'>({
  name: 'events',
  indexes: { bySubject: { fields: ['subject', 'at'] }, byType: { fields: ['type', 'at'] } },
})

/** A piece of background work: an event on its way to one subscriber, or a job that a module asked for. */
export interface Task extends Document {
  /** `deliver:<subscriber>`, `schedule:<name>` or a job's name. */
  readonly kind: string
  readonly payload: unknown
  readonly state: 'due' | 'dead'
  /**
   * Not before this time. A lease pushes it to the lease's end, so a crashed worker's task comes due again.
   */
  readonly dueAt: Instant
  /**
   * How often it was begun: each lease counts, so that a task which kills its process does not do so for
   * ever.
   */
  readonly attempts: number
  readonly createdAt: Instant
  readonly lastError?: string
}

export const tasks = collection<Task, 'byState'>({
  name: 'tasks',
  indexes: { byState: { fields: ['state', 'dueAt'] } },
})

/** What a delivery carries: the event itself lies in the log, written by the same commit. */
export type EventRef = Pick<RecordedEvent, 'id' | 'type' | 'subject'>

/** The kind of the tasks that bring events to a subscriber. */
export const deliveryKind = (subscriber: string): string => `deliver:${subscriber}`

export const aTask = (
  kind: string,
  payload: unknown,
  at: { id: string; now: Instant; dueAt?: Instant },
): Task => ({
  id: at.id,
  revision: 1,
  kind,
  payload,
  state: 'due',
  dueAt: at.dueAt ?? at.now,
  attempts: 0,
  createdAt: at.now,
})

/**
 * A task that is due as soon as it is inserted, with its first lease: the worker of the process that
 * inserts it may run it at once, without a commit for the lease. Should the process die, the task comes due
 * by itself at `until`.
 */
export function leaseNewTask(write: Write, until: Instant): Write {
  if (write.op !== 'insert' || write.collection !== tasks) return write
  const { dueAt, createdAt } = write.body as unknown as Task
  if (dueAt > createdAt) return write
  return { ...write, body: { ...write.body, dueAt: until, attempts: 1 }, memo: undefined }
}

/** Which subscribers wait for an event type. Filled once, when the app is put together. */
export type Subscriptions = ReadonlyMap<string, readonly string[]>

export function recordEvent(event: Event, at: { now: Instant; by: string }): RecordedEvent {
  return { ...event, id: newId('evt', { now: () => at.now }), at: at.now, by: at.by }
}

/**
 * The writes that let an event out: the event itself, and one task for each subscriber, with an id made of
 * both so that a delivery can exist only once. They go into the commit that made the event true.
 */
export function outboxWrites(event: RecordedEvent, subscriptions: Subscriptions): Write[] {
  const { id, ...body } = event
  const log: Write = {
    op: 'insert',
    collection: events,
    id,
    schema: events.schema,
    body: body as unknown as Body,
  }
  const deliveries = (subscriptions.get(event.type) ?? []).map((subscriber): Write => {
    const ref: EventRef = { id, type: event.type, subject: event.subject }
    const task = aTask(deliveryKind(subscriber), ref, { id: `${id}:${subscriber}`, now: event.at })
    const { id: taskId, revision: _revision, ...taskBody } = task
    return {
      op: 'insert',
      collection: tasks,
      id: taskId,
      schema: tasks.schema,
      body: taskBody as unknown as Body,
    }
  })
  return [log, ...deliveries]
}
