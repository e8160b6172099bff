import type { CollectionSpec, Engine } from '#store/engine.ts'
import type { Database } from '#store/open.ts'
import { createChanges } from './changes.ts'
import { createCommitter } from './committer.ts'
import { type Connection, connect, createClient, PATIENT } from './connection.ts'
import { fill } from './fill.ts'
import { type Layout, layoutOf } from './layout.ts'
import { planWrites } from './plan.ts'
import { makeIndexes, recordPrepared, selectUnprepared } from './prepare.ts'
import { createReader, type Reader } from './reader.ts'
import { createSweeper } from './sweeper.ts'

type Mongo = Extract<Database, { kind: 'mongodb' }>

interface Open {
  readonly connection: Connection
  readonly commit: ReturnType<typeof createCommitter>
}

/**
 * The store on MongoDB: a replica set, or a sharded cluster through mongos, of version 6.0 or later. It
 * connects with the first `prepare`.
 */
export function createMongoEngine({ url }: Mongo): Engine {
  const client = createClient(url)
  const layouts = new Map<string, Layout>()
  const readers = new Map<string, Reader>()
  const changes = createChanges()
  const sweeper = createSweeper()
  const underway = new Set<Promise<unknown>>()
  let open: Open | undefined
  let closing: Promise<void> | undefined

  function assertOpen() {
    if (closing) throw new Error('The store is closed.')
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underway.add(work)
    const done = () => void underway.delete(work)
    work.then(done, done)
    return work
  }

  async function openOnce(): Promise<Open> {
    if (open) return open
    const connection = await connect(client, url)
    open ??= { connection, commit: createCommitter(connection) }
    changes.start(connection)
    return open
  }

  async function prepare(prepared: readonly Layout[]): Promise<void> {
    const { connection } = await openOnce()
    const unprepared = await selectUnprepared(connection, prepared)
    await withPatience(url, (patient) => makeIndexes(patient, prepared))
    await Promise.all(prepared.map((layout) => fill(connection, layout)))
    if (unprepared.length > 0) {
      await withPatience(url, (patient) => recordPrepared(patient, unprepared))
      sweeper.watch(connection, prepared)
    }
    for (const layout of prepared) {
      layouts.set(layout.name, layout)
      readers.set(layout.name, createReader(connection, layout))
    }
  }

  function readerOf({ name }: CollectionSpec): Reader {
    assertOpen()
    const reader = readers.get(name)
    if (!reader) throw new Error(`The collection "${name}" is not prepared.`)
    return reader
  }

  return {
    async prepare(collections) {
      assertOpen()
      await track(prepare(collections.map(layoutOf)))
    },
    get: async (collection, ids) => track(readerOf(collection).get(ids)),
    find: async (collection, query) => track(readerOf(collection).find(query)),
    async commit(writes) {
      assertOpen()
      if (writes.length === 0) return
      const planned = planWrites(layouts, writes)
      changes.note(writes)
      await track((open as Open).commit(planned))
    },
    onForeignCommit: (wake) => changes.onForeign(wake),
    close() {
      closing ??= Promise.allSettled(underway)
        .then(() => Promise.all([changes.close(), sweeper.close()]))
        .then(() => client.close())
      return closing
    },
  }
}

async function withPatience(url: string, work: (patient: Connection) => Promise<void>): Promise<void> {
  const client = createClient(url, PATIENT)
  try {
    await work(await connect(client, url))
  } finally {
    await client.close()
  }
}
