import type { Document } from 'mongodb'
import type { Found, IndexQuery, Key } from '#store/engine.ts'
import { compareKeys } from '#store/index-keys.ts'
import type { Connection } from './connection.ts'
import { type MongoDocument, toStored } from './documents.ts'
import { persist } from './failure.ts'
import { HIGH } from './keys.ts'
import { ENTRIES, type Entry, type IndexLayout, type Layout } from './layout.ts'
import { isEmpty, type Stretch, stretchOf, toCondition } from './query.ts'

/** An entry, with its document when that was read: in the same moment, or a little later. */
interface Row extends Entry {
  readonly document: MongoDocument | undefined
}

const NOTHING: Found = { rows: [], next: null }

const PROJECTION = { revision: 1, schema: 1, odd: 1, body: 1, entries: 1 } as const

/** How often a page is read again when documents moved in between. */
const LOOKS_MAX = 3

/**
 * Reads by an index over an array. Entries and documents are not read in one instant: a document that has
 * moved in the index since is recognised by its own list of entries, and the page is read again; at last it
 * is left out, as it is where a document moves between two pages.
 */
export function createEntryReader({ db, isSharded }: Connection, layout: Layout) {
  const entries = db.collection<Entry>(ENTRIES)
  const documents = db.collection<MongoDocument>(layout.name)

  /** One round trip; on a sharded cluster, each document would be one more between shards. */
  async function join(stages: Document[], batchSize: number): Promise<Row[]> {
    const pipeline = [{ $project: PROJECTION }]
    const lookup = { from: layout.name, localField: 'owner', foreignField: '_id', as: 'documents', pipeline }
    const joined = [...stages, { $lookup: lookup }]
    const found = entries.aggregate<Entry & { documents: MongoDocument[] }>(joined, { batchSize })
    return (await found.toArray()).map((row) => ({ ...row, document: row.documents[0] }))
  }

  async function joinHere(stages: Document[], batchSize: number): Promise<Row[]> {
    const found = await entries.aggregate<Entry>(stages, { batchSize }).toArray()
    const ids = [...new Set(found.map((entry) => entry.owner))]
    if (ids.length === 0) return []
    const options = { projection: PROJECTION, batchSize }
    const read = await documents.find({ _id: { $in: ids } }, options).toArray()
    const byId = new Map(read.map((document) => [document._id, document]))
    return found.map((entry) => ({ ...entry, document: byId.get(entry.owner) }))
  }

  async function look(stretch: Stretch, query: IndexQuery): Promise<Row[]> {
    const stages = [
      { $match: { _id: toCondition(stretch) } },
      { $sort: { _id: query.reverse ? -1 : 1 } },
      { $limit: query.limit + 1 },
    ]
    for (let looks = 1; ; looks++) {
      const rows = await persist(() => (isSharded ? joinHere : join)(stages, query.limit + 2))
      if (looks === LOOKS_MAX || rows.every(isThere)) return rows
    }
  }

  return async (index: IndexLayout, query: IndexQuery): Promise<Found> => {
    const width = index.fields.length
    const equals = query.equals ?? []
    // An entry of a unique index has no id to sort by, and needs none.
    const keyed = index.unique ? withoutId(query, width) : query
    const { from, to = HIGH } = stretchOf(index, keyed)
    const stretch = { from: index.space + from, to: index.space + to }
    if (isEmpty(stretch)) return NOTHING
    const all = await look(stretch, query)
    const rows =
      index.unique && equals.length >= width ? all.filter((row) => isAsked(row.owner, query, width)) : all
    const page = rows.slice(0, query.limit)
    const last = page.length < rows.length ? page.at(-1) : undefined
    return {
      rows: page.flatMap((row) => (isThere(row) ? [toStored(row.document as MongoDocument)] : [])),
      next: last ? [...(last.keys as Key[]), last.owner].slice(equals.length) : null,
    }
  }
}

const isThere = ({ _id, document }: Row): boolean => document?.entries.includes(_id) ?? false

/** The part of a query that is about the declared keys. */
function withoutId({ equals = [], range, after, ...query }: IndexQuery, width: number): IndexQuery {
  if (equals.length >= width) return { ...query, equals: equals.slice(0, width) }
  return { ...query, equals, ...(range && { range }), ...(after && { after: after.slice(0, -1) }) }
}

/** The part of a query that is about the id, where all declared keys are given. */
function isAsked(id: string, { equals = [], range = {}, after, reverse = false }: IndexQuery, width: number) {
  const { gt, gte, lt, lte } = range
  const order = (key: Key | undefined, otherwise: number) =>
    key === undefined ? otherwise : compareKeys(id, key)
  if (order(equals[width], 0) !== 0) return false
  if (after && (reverse ? order(after[0], 0) >= 0 : order(after[0], 0) <= 0)) return false
  return order(gt, 1) > 0 && order(gte, 0) >= 0 && order(lt, -1) < 0 && order(lte, 0) <= 0
}
