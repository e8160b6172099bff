import type { Collection, Document } from 'mongodb'
import { type Found, GET_IDS_MAX, type IndexQuery, type Key, type Stored, StoreLimit } from '#store/engine.ts'
import { entriesOf } from '#store/index-keys.ts'
import type { Connection } from './connection.ts'
import { type MongoDocument, toStored } from './documents.ts'
import { createEntryReader } from './entry-reader.ts'
import { persist } from './failure.ts'
import type { IndexLayout, Layout } from './layout.ts'
import { check, isEmpty, stretchOf, stretchOfIds, toCondition } from './query.ts'

/** Reads of one collection. */
export interface Reader {
  get(ids: readonly string[]): Promise<(Stored | undefined)[]>
  find(query: IndexQuery): Promise<Found>
}

/** What a reader of a document needs of it. */
export const READ = { revision: 1, schema: 1, odd: 1, body: 1 } as const

export const NOTHING: Found = { rows: [], next: null }

export function createReader(connection: Connection, layout: Layout): Reader {
  const collection = connection.db.collection<MongoDocument>(layout.name)
  const findEntries = createEntryReader(connection, layout)
  return {
    get: (ids) => get(collection, ids),
    async find(query) {
      const index = layout.indexes.get(query.index)
      if (!index) throw new Error(`"${layout.name}" has no index "${query.index}".`)
      check(index, query)
      return index.multi ? findEntries(index, query) : findDocuments(collection, index, query)
    },
  }
}

async function get(
  collection: Collection<MongoDocument>,
  ids: readonly string[],
): Promise<(Stored | undefined)[]> {
  if (ids.length > GET_IDS_MAX)
    throw new StoreLimit('get', `${ids.length} ids at once are over the ${GET_IDS_MAX} allowed.`)
  if (ids.length === 0) return []
  const wanted = [...new Set(ids)]
  const filter = wanted.length === 1 ? { _id: wanted[0] as string } : { _id: { $in: wanted } }
  const found = await readAll(collection, filter, { limit: wanted.length })
  const byId = new Map(found.map((document) => [document._id, toStored(document)]))
  return ids.map((id) => byId.get(id))
}

async function findDocuments(
  collection: Collection<MongoDocument>,
  index: IndexLayout,
  query: IndexQuery,
): Promise<Found> {
  const isById = index.fields.length === 0
  const stretch = isById ? stretchOfIds(query) : stretchOf(index, query)
  if (isEmpty(stretch)) return NOTHING
  const path = isById ? '_id' : `keys.${index.tag}`
  const found = await readAll(
    collection,
    { [path]: toCondition(stretch) },
    {
      sort: { [path]: query.reverse ? -1 : 1 },
      limit: query.limit + 1,
      hint: isById ? '_id_' : index.tag,
    },
  )
  const rows = found.slice(0, query.limit).map(toStored)
  const last = rows.length < found.length ? rows.at(-1) : undefined
  return { rows, next: last ? positionOf(index, last, query.equals?.length ?? 0) : null }
}

function positionOf(index: IndexLayout, { id, body }: Stored, skip: number): Key[] {
  return [...(entriesOf(index.spec, body)[0] as Key[]), id].slice(skip)
}

interface ReadOptions {
  readonly limit: number
  readonly sort?: Record<string, 1 | -1>
  readonly hint?: string
}

/** One round trip, as long as the documents fit into one reply. */
export function readAll(
  collection: Collection<MongoDocument>,
  filter: Document,
  { limit, ...options }: ReadOptions,
): Promise<MongoDocument[]> {
  // A cursor whose first batch could hold more than there is to come is closed by the server at once.
  const paging = { limit, batchSize: limit + 1, projection: READ }
  return persist(() => collection.find(filter, { ...paging, ...options }).toArray())
}
