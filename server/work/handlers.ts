import type { Ctx } from '#context'
import { MINUTE_MS } from '#kernel/clock.ts'
import type { EventType, RecordedEvent } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import {
  aTask,
  deliveryKind,
  type EventRef,
  events,
  type Subscriptions,
  type Task,
  tasks,
} from '#store/outbox.ts'

/**
 * How long a handler may take, unless it says otherwise. Past it the try has failed and can commit nothing
 * more.
 */
export const TIME_LIMIT_MS = MINUTE_MS

export interface Limits {
  readonly timeLimitMs?: number
}

/**
 * Listens for one event type. `handle` runs at least once for each event, after its commit, and what it
 * stages is committed together with the end of the delivery: what it does in the store happens exactly
 * once. What it does outside must be keyed by `event.id`.
 */
export interface Subscriber extends Limits {
  /**
   * Unique, and stable over releases: it names the deliveries in the store.
   * `notifications.order-confirmation`
   */
  readonly name: string
  readonly type: string
  handle(ctx: Ctx, event: RecordedEvent): Promise<void>
}

export const subscriber = <T>(
  name: string,
  to: EventType<T>,
  handle: (ctx: Ctx, event: RecordedEvent<T>) => Promise<void>,
): Subscriber => ({ name, type: to.type, handle: handle as Subscriber['handle'] })

/**
 * A kind of background work that a module asks for with `enqueue`. Runs at least once; the same rules as a
 * subscriber.
 */
export interface Job<P = unknown> extends Limits {
  /** Unique, and stable over releases. `payments.settle` */
  readonly name: string
  handle(ctx: Ctx, payload: P): Promise<void>
}

export const job = <P>(
  name: string,
  handle: (ctx: Ctx, payload: P) => Promise<void>,
  limits: Limits = {},
): Job<P> => ({ name, handle, ...limits })

/**
 * Stages a job in the caller's unit: it exists if and only if the commit does. A given `id` makes it exist
 * once.
 */
export const enqueue = <P>(
  ctx: Ctx,
  kind: Job<P>,
  payload: P,
  at: { dueAt?: number; id?: string } = {},
): Task =>
  ctx.save(tasks, {
    ...aTask(kind.name, payload, { id: at.id ?? newId('task'), now: ctx.now, dueAt: at.dueAt ?? ctx.now }),
    revision: 0,
  })

/** Work that comes round by the clock, once for all processes together. Missed rounds are not made up for. */
export interface Schedule extends Limits {
  /** Unique, and stable over releases. `operations.housekeeping` */
  readonly name: string
  /**
   * From the beginning of one round to the next. The first comes this long after the process first started.
   */
  readonly everyMs: number
  handle(ctx: Ctx): Promise<void>
}

/** All that a process knows how to do in the background. */
export interface Handlers {
  readonly subscribers: readonly Subscriber[]
  readonly jobs: readonly Job[]
  readonly schedules: readonly Schedule[]
}

/** Which subscribers wait for an event type: what the store writes deliveries by. */
export function subscriptionsOf(subscribers: readonly Subscriber[]): Subscriptions {
  const byType = Map.groupBy(subscribers, ({ type }) => type)
  return new Map([...byType].map(([type, waiting]) => [type, waiting.map(({ name }) => name)]))
}

async function needEvent(ctx: Ctx, { id }: EventRef): Promise<RecordedEvent> {
  const found = await ctx.get(events, id)
  if (!found) throw new Error(`The event ${id} is not in the log any more; discard its delivery.`)
  const { revision: _revision, ...event } = found
  return event
}

/** What a worker does for a kind of task. */
export interface Handler {
  readonly timeLimitMs: number
  /** Set for schedules: their task stays and comes due again. */
  readonly everyMs?: number
  handle(ctx: Ctx, payload: unknown): Promise<void>
}

/** The kind of a schedule's one task, and its id. */
export const scheduleKind = (name: string): string => `schedule:${name}`

export function handlersByKind({ subscribers, jobs, schedules }: Handlers): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>()
  const add = (
    kind: string,
    { timeLimitMs = TIME_LIMIT_MS, ...handler }: Limits & Omit<Handler, keyof Limits>,
  ) => {
    if (handlers.has(kind)) throw new Error(`Two handlers are called "${kind}". Rename one.`)
    handlers.set(kind, { ...handler, timeLimitMs })
  }
  for (const each of subscribers) {
    add(deliveryKind(each.name), {
      ...each,
      handle: async (ctx, payload) => each.handle(ctx, await needEvent(ctx, payload as EventRef)),
    })
  }
  for (const each of jobs) add(each.name, { ...each, handle: (ctx, payload) => each.handle(ctx, payload) })
  for (const each of schedules) add(scheduleKind(each.name), { ...each, handle: (ctx) => each.handle(ctx) })
  return handlers
}
