import type { Connection } from './connection.ts'
import type { MongoDocument } from './documents.ts'
import { persist } from './failure.ts'
import { ENTRIES, type Entry } from './layout.ts'
import { byDocument, type Planned } from './plan.ts'
import { type Rehearsed, rehearse, type Seen } from './rehearsal.ts'

/** Reads what some commits are about, and rehearses them on it, one after the other. */
export async function workOut(
  connection: Connection,
  commits: readonly (readonly Planned[])[],
): Promise<Rehearsed> {
  const documents = await readDocuments(connection, commits.flat())
  const seen = { documents, owners: new Map<string, string>(), asked: new Set<string>() }
  const first = rehearse(commits, seen)
  if (seen.asked.size === 0) return first
  return rehearse(commits, { ...seen, owners: await readOwners(connection, [...seen.asked]) })
}

/** Ids in one query: it must fit into a command. */
const IDS_MAX = 10_000

async function readDocuments(connection: Connection, writes: readonly Planned[]): Promise<Seen['documents']> {
  const documents = new Map<string, MongoDocument>()
  const firsts = [...byDocument(writes).values()].map((ofOne) => ofOne[0] as Planned)
  const adjusts = writes.filter((write) => write.op === 'adjust')
  const needsBody = new Set(adjusts.map(({ layout }) => layout.name))
  const reads = [...Map.groupBy(firsts, ({ layout }) => layout.name)].map(async ([name, some]) => {
    const projection = needsBody.has(name) ? { keys: 0 } : { keys: 0, body: 0 }
    const collection = connection.db.collection<MongoDocument>(name)
    for (const ids of inParts(some.map((write) => write.id))) {
      const options = { projection, batchSize: IDS_MAX + 1 }
      const found = await persist(() => collection.find({ _id: { $in: ids } }, options).toArray())
      for (const document of found) documents.set(`${name}/${document._id}`, document)
    }
  })
  await Promise.all(reads)
  return documents
}

async function readOwners({ db }: Connection, entries: readonly string[]): Promise<Seen['owners']> {
  const owners = new Map<string, string>()
  const options = { projection: { owner: 1 }, batchSize: IDS_MAX + 1 }
  for (const ids of inParts(entries)) {
    const filter = { _id: { $in: ids } }
    const found = await persist(() => db.collection<Entry>(ENTRIES).find(filter, options).toArray())
    for (const { _id, owner } of found) owners.set(_id, owner)
  }
  return owners
}

const inParts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / IDS_MAX) }, (_, at) =>
    ids.slice(at * IDS_MAX, (at + 1) * IDS_MAX),
  )
