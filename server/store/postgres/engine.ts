import type { Engine } from '#store/engine.ts'
import type { Database } from '#store/open.ts'
import { inBatches } from './batches.ts'
import { createCommits } from './commits.ts'
import { connect } from './connections.ts'
import { toStoreError } from './failure.ts'
import { layoutOf, type TableLayout } from './layout.ts'
import { type Qualify, qualifierOf } from './names.ts'
import { encodeCommit, layoutIn } from './ops.ts'
import { prepareStore, readServer } from './prepare.ts'
import { findByIndex, getByIds } from './reader.ts'
import { createWake } from './wake.ts'

/**
 * A store on PostgreSQL 14 or later, in the schema that its connections begin with. `get`, `find` and
 * `commit` are one statement each and need nothing of the connection they run on, so any pooler may stand
 * between. Bodies come back with the keys of their objects in another order, as jsonb keeps them.
 */
export function createPostgresEngine(database: Extract<Database, { kind: 'postgres' }>): Engine {
  const connections = connect(database.url)
  const reads = { read: inBatches(connections.read) }
  const layouts = new Map<string, TableLayout>()
  let store: { readonly qualify: Qualify; readonly schema: string } | undefined
  let commits: ReturnType<typeof createCommits> | undefined
  const wake = createWake({
    connections,
    listenUrl: database.listenUrl ?? database.url,
    schema: () => store?.schema ?? 'public',
  })
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  function track<T>(work: () => Promise<T>): Promise<T> {
    if (closing) return Promise.reject(new Error('The store is closed.'))
    const done = work()
    underWay.add(done)
    const forget = () => void underWay.delete(done)
    done.then(forget, forget)
    return done
  }

  async function open() {
    const { schema, serverMs } = await readServer(connections)
    store = { schema, qualify: qualifierOf(schema) }
    commits ??= createCommits(connections, store.qualify)
    commits.heedClock(serverMs)
    return store.qualify
  }

  return {
    prepare: (collections) =>
      track(async () => {
        const qualify = await open()
        const prepared = collections.map((spec) => layoutOf(spec, qualify))
        await prepareStore({ connections, layouts: prepared, qualify })
        for (const layout of prepared) layouts.set(layout.name, layout)
      }),
    get: (collection, ids) => track(async () => getByIds(reads, layoutIn(layouts, collection), ids)),
    find: (collection, query) => track(async () => findByIndex(reads, layoutIn(layouts, collection), query)),
    commit: (writes) =>
      track(async () => {
        if (writes.length === 0) return
        const work = encodeCommit(layouts, writes)
        await commits?.commit(work).catch((error: unknown) => {
          throw toStoreError(error, writes)
        })
        wake.tell()
      }),
    onForeignCommit: (listener) => wake.listen(listener),
    close() {
      closing ??= Promise.allSettled([...underWay])
        .then(() => wake.close())
        .then(() => connections.close())
      return closing
    },
  }
}
