import type { Document } from 'mongodb'
import { COMMIT_MS_MAX, Conflict } from '#store/engine.ts'
import type { Connection } from './connection.ts'
import { bodyOf, type MongoDocument } from './documents.ts'
import { createExecutor, type Executor } from './executor.ts'
import { persist, within } from './failure.ts'
import {
  ENTRIES,
  type Entry,
  indexOfEntry,
  LAYOUT_INDEX,
  type Layout,
  type Placement,
  placementOf,
} from './layout.ts'
import { entrySteps, exactly, type Step } from './steps.ts'

/** One transaction, which must not take long. */
const FILL_DOCUMENTS = 50

/**
 * Works out the keys of documents that were written with other indexes: before this one was declared, or by
 * a process of another version that still runs. Adds to what is there and takes nothing away, so that those
 * of the other version find what they look for. Several processes may do it at once. Answers how many it
 * changed; throws `Conflict` where a unique index cannot be.
 */
export async function fill(connection: Connection, layout: Layout): Promise<number> {
  const documents = connection.db.collection<MongoDocument>(layout.name)
  const execute = createExecutor(connection)
  const others = { layout: { $ne: layout.id } }
  const paging = { limit: FILL_DOCUMENTS, batchSize: FILL_DOCUMENTS + 1, hint: LAYOUT_INDEX }
  for (let filled = 0; ; ) {
    const batch = await persist(() => documents.find(others, paging).toArray())
    if (batch.length === 0) return filled
    const works = batch.map((document) => toWork(layout, document))
    if (await isDone(execute, works)) filled += works.length
    else for (const work of works) filled += await fillOne({ connection, execute, layout }, work)
  }
}

interface Work {
  readonly document: MongoDocument
  /** Those that it does not have yet. */
  readonly added: readonly Entry[]
  readonly steps: readonly Step[]
}

function toWork(layout: Layout, document: MongoDocument): Work {
  const placement = placementOf(layout, document._id, bodyOf(document))
  const had = new Set(document.entries)
  const added = placement.entries.filter((entry) => !had.has(entry._id))
  const entries = [...had, ...added.map((entry) => entry._id)].sort()
  const update = toUpdate(layout, placement, entries)
  const place: Step = {
    op: 'update',
    collection: layout.name,
    filter: exactly(document),
    update,
    bytes: 10_000,
  }
  return { document, added, steps: [place, ...entrySteps(added)] }
}

function toUpdate(layout: Layout, { keys }: Placement, entries: readonly string[]): Document {
  const $set: Document = { layout: layout.id, entries }
  const $unset: Document = {}
  for (const { tag } of layout.keyed) {
    if (keys[tag] === undefined) $unset[`keys.${tag}`] = ''
    else $set[`keys.${tag}`] = keys[tag]
  }
  return { $set, ...(Object.keys($unset).length > 0 && { $unset }) }
}

const limits = () => ({ begin: within(COMMIT_MS_MAX), end: within(COMMIT_MS_MAX) })

const isDone = async (execute: Executor, works: readonly Work[]): Promise<boolean> =>
  (await execute(
    works.flatMap((work) => work.steps),
    limits(),
  )) === 'done'

interface Fill {
  readonly connection: Connection
  readonly execute: Executor
  readonly layout: Layout
}

/** A document that has changed meanwhile is left for the next round. */
async function fillOne({ connection, execute, layout }: Fill, work: Work): Promise<number> {
  if (await isDone(execute, [work])) return 1
  const { _id: id } = work.document
  const wanted = work.added.filter((entry) => indexOfEntry(layout, entry._id)?.unique)
  const filter = { _id: { $in: wanted.map((entry) => entry._id) }, owner: { $ne: id } }
  const taken = await persist(() => connection.db.collection<Entry>(ENTRIES).findOne(filter))
  if (!taken) return 0
  throw new Conflict('taken', { collection: layout.name, id, index: indexOfEntry(layout, taken._id)?.name })
}
