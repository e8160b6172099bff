import { type Change, isChange } from '#kernel/change.ts'
import type { Clock, Instant } from '#kernel/clock.ts'
import type { Event, RecordedEvent } from '#kernel/event.ts'
import { fromCursor, PAGE_LIMIT_DEFAULT, type Page, toCursor } from '#kernel/page.ts'
import { type Collection, type Document, toBody, toDocument } from './collection.ts'
import type { Engine, IndexQuery, Key, Stored, Write } from './engine.ts'
import { leaseNewTask, outboxWrites, recordEvent, type Subscriptions } from './outbox.ts'

/** A read by an index, as the shop asks for it. `after` is an opaque cursor from the page before. */
export interface Query {
  readonly equals?: readonly Key[]
  readonly range?: IndexQuery['range']
  readonly reverse?: boolean
  readonly limit?: number | undefined
  readonly after?: string | undefined
}

/** What can go into a commit besides saved documents. */
export type Step =
  | Event
  | { readonly op: 'remove'; readonly collection: Collection<Document>; readonly document: Document }
  | {
      readonly op: 'adjust'
      readonly collection: Collection<Document>
      readonly id: string
      readonly field: string
      readonly by: number
      readonly floor?: number
    }

/** Removes a document if it is still at the revision that was read. */
export const remove = <T extends Document>(from: Collection<T>, document: T): Step => ({
  op: 'remove',
  collection: from as unknown as Collection<Document>,
  document,
})

/** Adds to a counter; with a floor, the commit fails rather than go below it. */
export const adjust = <T extends Document>(
  at: Collection<T>,
  id: string,
  change: { field: keyof T & string; by: number; floor?: number },
): Step => ({ op: 'adjust', collection: at as unknown as Collection<Document>, id, ...change })

/**
 * The work of one request or job on the store: reads see what was staged, and everything staged is written by
 * one `commit`, all or nothing. Whoever runs the unit commits it at the end and, on a conflict, runs it again
 * from the start, so what it does must be repeatable: no effect outside before it has been committed.
 */
export interface Unit {
  /** One reading of the clock for the whole unit. */
  readonly now: Instant
  get<T extends Document>(from: Collection<T>, id: string): Promise<T | undefined>
  get<T extends Document>(from: Collection<T>, ids: readonly string[]): Promise<(T | undefined)[]>
  /** Does not see what this unit has staged. */
  find<T extends Document, I extends string>(
    from: Collection<T, I>,
    index: I | 'byId',
    query?: Query,
  ): Promise<Page<T>>
  /**
   * Loads, applies a pure transition, saves. Answers the document as it will be. Raises the collection's
   * `missing`.
   */
  update<T extends Document>(
    at: Collection<T>,
    id: string,
    transition: (document: T) => T | Change<T>,
  ): Promise<T>
  /** Stages a document: an insert at revision 0, else a replacement of the revision it was read at. */
  save<T extends Document>(at: Collection<T>, document: T | Change<T>): T
  stage(...steps: Step[]): void
  /**
   * Writes what was staged so far. Handlers rarely call it: their runner does. A use case that must be known
   * to the store before it acts outside (a payment) does, and is written so that running it again resumes.
   */
  commit(): Promise<void>
}

interface Entry {
  readonly collection: Collection<Document>
  /** The revision in the store that this entry builds on; 0 when there is none yet. */
  readonly base: number
  document: Document | undefined
  staged: boolean
  isRemoved?: boolean
}

/** Told after each commit of this process, before anyone else can see its reply. Must not throw or wait. */
export type CommitListener = (writes: readonly Write[], events: readonly RecordedEvent[]) => void

export interface UnitInit {
  readonly engine: Engine
  readonly subscriptions: Subscriptions
  readonly onCommit: CommitListener
  readonly clock: Clock
  /** Who is recorded as the cause of events. */
  readonly by: string
  /** For how long new tasks belong to this process, which has a worker; 0 where it has none. */
  readonly taskLeaseMs: number
}

export function createUnit(init: UnitInit): Unit {
  /** By collection and id. */
  const entries = new Map<string, Map<string, Entry>>()
  let steps: Step[] = []

  function entriesIn({ name }: { name: string }): Map<string, Entry> {
    let known = entries.get(name)
    if (!known) {
      known = new Map()
      entries.set(name, known)
    }
    return known
  }

  async function get<T extends Document>(from: Collection<T>, wanted: string | readonly string[]) {
    const known = entriesIn(from)
    const ids = typeof wanted === 'string' ? [wanted] : wanted
    const unknown = ids.filter((id) => !known.has(id))
    if (unknown.length > 0) {
      const found = await init.engine.get(from, unknown)
      for (const [at, id] of unknown.entries()) {
        // Somebody may have asked for it at the same time, and have staged a change since.
        if (!known.has(id)) known.set(id, toEntry(from, found[at]))
      }
    }
    const read = (id: string) => {
      const entry = known.get(id)
      return entry?.isRemoved ? undefined : (entry?.document as T | undefined)
    }
    return typeof wanted === 'string' ? read(wanted) : ids.map(read)
  }

  function stage(...more: Step[]): void {
    for (const step of more) if ('op' in step && step.op === 'remove') hide(step.collection, step.document)
    steps.push(...more)
  }

  function hide(from: Collection<Document>, { id }: Document): void {
    const entry = entriesIn(from).get(id)
    if (entry) entry.isRemoved = true
    else entriesIn(from).set(id, { collection: from, base: 0, document: undefined, staged: false })
  }

  function save<T extends Document>(at: Collection<T>, result: T | Change<T>): T {
    const { next, events } = isChange(result) ? result : { next: result, events: [] }
    const entriesHere = entriesIn(at)
    const known = entriesHere.get(next.id)
    // Saved twice in one unit is one write: it still builds on the revision that lies in the store.
    const base = known?.staged ? known.base : next.revision
    const document = { ...next, revision: base + 1 }
    entriesHere.set(next.id, {
      collection: at as unknown as Collection<Document>,
      base,
      document,
      staged: true,
    })
    steps.push(...events)
    return document
  }

  return {
    now: init.clock.now(),
    get: get as Unit['get'],
    save,
    async find(from, index, query = {}) {
      const { limit = PAGE_LIMIT_DEFAULT, after, equals = [], ...rest } = query
      const width = (index === 'byId' ? 0 : from.indexes[index].fields.length) - equals.length + 1
      const position = after === undefined ? {} : { after: fromCursor(after, width) }
      const found = await init.engine.find(from, { index, equals, limit, ...rest, ...position })
      return {
        data: found.rows.map((row) => toDocument(from as Collection<never>, row)),
        next: found.next && toCursor(found.next),
      }
    },
    async update(at, id, transition) {
      const document = await get(at, id)
      if (!document) throw at.missing({ details: { id } })
      return save(at, transition(document as never))
    },
    stage,
    async commit() {
      const writes: Write[] = []
      for (const known of entries.values())
        for (const entry of known.values()) if (entry.staged) writes.push(toWrite(entry))
      const recorded: RecordedEvent[] = []
      // Not the unit's `now`: readers of the log rely on ids that are hardly older than their commit.
      const at = { now: init.clock.now(), by: init.by }
      for (const step of steps) {
        if (!('op' in step)) recorded.push(recordEvent(step, at))
        else writes.push(stepToWrite(step))
      }
      for (const event of recorded) writes.push(...outboxWrites(event, init.subscriptions))
      if (writes.length === 0) return
      const leased = init.taskLeaseMs > 0
      const final = leased ? writes.map((write) => leaseNewTask(write, at.now + init.taskLeaseMs)) : writes
      await init.engine.commit(final)
      entries.clear()
      steps = []
      init.onCommit(final, recorded)
    },
  }
}

const toEntry = <T extends Document>(from: Collection<T>, stored: Stored | undefined): Entry => ({
  collection: from as unknown as Collection<Document>,
  base: stored?.revision ?? 0,
  document: stored && toDocument(from, stored),
  staged: false,
})

function toWrite({ collection, base, document }: Entry): Write {
  if (!document) throw new TypeError(`Nothing to save in ${collection.name}.`)
  const body = toBody(document)
  const common = { collection, id: document.id, schema: collection.schema, body, memo: document }
  return base === 0 ? { op: 'insert', ...common } : { op: 'replace', revision: base, ...common }
}

function stepToWrite(step: Exclude<Step, Event>): Write {
  if (step.op === 'adjust') return step
  const { collection, document } = step
  return { op: 'remove', collection, id: document.id, revision: document.revision }
}
