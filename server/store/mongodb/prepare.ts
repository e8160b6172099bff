import type { Collection, Document } from 'mongodb'
import { HOUR_MS, systemClock } from '#kernel/clock.ts'
import type { Connection } from './connection.ts'
import type { MongoDocument } from './documents.ts'
import { hasCode, INDEX_NOT_FOUND, NAMESPACE_EXISTS, persist } from './failure.ts'
import { HIGH } from './keys.ts'
import { ENTRIES, type Entry, LAYOUT_INDEX, LAYOUTS, type Layout } from './layout.ts'
import { shard, shardKeyOf } from './shards.ts'

/** A document of `LAYOUTS`: what a collection was last prepared for. */
interface Prepared {
  readonly _id: string
  readonly layout: string
  /** By tag: 0, or since when the index is no longer declared. */
  readonly tags: Readonly<Record<string, number>>
}

/** For so long an index that is no longer declared stays, for processes of the version that declared it. */
const RETIRED_MS = HOUR_MS

const layoutsIn = ({ db }: Connection): Collection<Prepared> => db.collection<Prepared>(LAYOUTS)

/** Those that are not what the store was last prepared for. */
export async function selectUnprepared(
  connection: Connection,
  layouts: readonly Layout[],
): Promise<Layout[]> {
  const known = await persist(() => layoutsIn(connection).find({}).toArray())
  const byName = new Map(known.map((each) => [each._id, each.layout]))
  return layouts.filter((layout) => byName.get(layout.name) !== layout.id)
}

/**
 * Makes collections and indexes, in place. May run in several processes at once. The connection has to be a
 * patient one.
 */
export async function makeIndexes(connection: Connection, layouts: readonly Layout[]): Promise<void> {
  await Promise.all([ENTRIES, LAYOUTS].map((name) => makeCollection(connection, name)))
  await Promise.all(layouts.map((layout) => makeIndexesOf(connection, layout)))
}

async function makeCollection(connection: Connection, name: string): Promise<void> {
  try {
    await persist(() => connection.db.command({ create: name }))
  } catch (error) {
    if (!hasCode(error, NAMESPACE_EXISTS)) throw error
  }
  if (connection.isSharded && name === ENTRIES) await shard(connection, name)
}

async function makeIndexesOf(connection: Connection, { name, keyed }: Layout): Promise<void> {
  const indexes: Document[] = keyed.map(({ tag }) => ({
    key: { [`keys.${tag}`]: 1 },
    name: tag,
    sparse: true,
  }))
  indexes.push({ key: { layout: 1 }, name: LAYOUT_INDEX })
  if (connection.isSharded) indexes.push({ key: shardKeyOf(name), name: '_id_hashed' })
  await persist(() => connection.db.command({ createIndexes: name, indexes }))
  if (connection.isSharded) await shard(connection, name)
}

/** Takes down that these are prepared; lets go of indexes that have not been declared for long. */
export async function recordPrepared(connection: Connection, layouts: readonly Layout[]): Promise<void> {
  const now = systemClock.now()
  const found = await persist(() => layoutsIn(connection).find({}).toArray())
  const known = new Map(found.map((each) => [each._id, each]))
  for (const layout of layouts) {
    const tags: Record<string, number> = {}
    for (const [tag, retiredAt] of Object.entries(known.get(layout.name)?.tags ?? {}))
      tags[tag] = retiredAt || now
    for (const { tag } of layout.indexes.values()) tags[tag] = 0
    for (const [tag, retiredAt] of Object.entries(tags)) {
      if (retiredAt === 0 || now - retiredAt < RETIRED_MS) continue
      await removeIndex(connection, layout.name, tag)
      delete tags[tag]
    }
    const next = { layout: layout.id, tags }
    await persist(() => layoutsIn(connection).replaceOne({ _id: layout.name }, next, { upsert: true }))
  }
}

async function removeIndex(connection: Connection, collection: string, tag: string): Promise<void> {
  try {
    await persist(() => connection.db.command({ dropIndexes: collection, index: tag }))
  } catch (error) {
    if (!hasCode(error, INDEX_NOT_FOUND)) throw error
  }
  await removeEntries(connection, collection, `${collection}.${tag}:`)
}

const REMOVED_AT_ONCE = 200

/** Documents first: an entry that none of them names is nobody's. */
async function removeEntries({ db }: Connection, collection: string, space: string): Promise<void> {
  const documents = db.collection<MongoDocument>(collection)
  const entries = db.collection<Entry>(ENTRIES)
  const filter = { _id: { $gte: space, $lt: space + HIGH } }
  for (;;) {
    const some = await persist(() => entries.find(filter, { limit: REMOVED_AT_ONCE }).toArray())
    if (some.length === 0) return
    const ids = some.map((entry) => entry._id)
    const owners = [...new Set(some.map((entry) => entry.owner))]
    const update = { $pull: { entries: { $in: ids } } } as Document
    await persist(() => documents.updateMany({ _id: { $in: owners } }, update))
    await persist(() => entries.deleteMany({ _id: { $in: ids } }))
  }
}
