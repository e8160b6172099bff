import type { DatabaseSync } from 'node:sqlite'
import type { CollectionSpec, Engine } from '#store/engine.ts'
import { createDocumentCache } from './cache.ts'
import { closeDatabase, openDatabase } from './database.ts'
import { createFreshness, type Freshness, noFreshness, noteCommit } from './freshness.ts'
import { createGroups } from './groups.ts'
import { layoutOf, type TableLayout } from './layout.ts'
import { encodeCommit } from './ops.ts'
import { type PlacedWriter, placeInline, placeInWorker } from './placement.ts'
import { placeInProcess } from './process-placement.ts'
import { createReader, heedCommits, type Reader } from './reader.ts'
import { createWriter } from './writer.ts'

export interface SqliteOptions {
  /** Path of the database file. It and its directory are made if there is none. */
  readonly file: string
  /**
   * Who writes: the calling thread, a thread of its own, or the process that listens at an address
   * (`listenForCommits`) and writes for several. See docs/decisions/0004.
   */
  readonly writer?: 'worker' | 'inline' | { readonly address: string }
}

/** How much text of documents is kept decoded. They take about as many bytes. */
const CACHE_CHARS_MAX = 8_000_000

/**
 * The embedded store: one file, no server. Reads are synchronous on the calling thread. Bodies are shared
 * between callers and must not be changed. Other processes may use the same file, if they run the same
 * version.
 */
export function createSqliteEngine({ file, writer: placement = 'inline' }: SqliteOptions): Engine {
  const layouts = new Map<string, TableLayout>()
  const readers = new Map<string, Reader>()
  const cache = createDocumentCache(CACHE_CHARS_MAX)
  const connections = openConnections(file, placement, readers)
  const { writer, connectReads, disconnect } = connections
  const groups = createGroups((group, since) => writer.write(group, since))
  let closing: Promise<void> | undefined

  function assertOpen() {
    if (closing) throw new Error('The store is closed.')
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
      // Collections carry functions, which cannot cross to a thread.
      const declared = collections.map(({ name, indexes }) => ({ name, indexes }))
      const prepared = declared.map(layoutOf)
      await writer.prepare(declared)
      const { db, freshness } = connectReads()
      for (const layout of prepared) {
        layouts.set(layout.name, layout)
        readers.set(layout.name, createReader({ db, cache, freshness }, layout))
      }
    },
    get: async (collection, ids) => readerOf(collection).get(ids),
    find: async (collection, query) => readerOf(collection).find(query),
    async commit(writes) {
      assertOpen()
      if (writes.length > 0) await groups.commit(encodeCommit(layouts, writes))
    },
    ...(placement !== 'worker' && { foreignCommits: () => connections.connectReads().freshness.stamp() }),
    close() {
      closing ??= groups.idle().then(disconnect)
      return closing
    },
  }
}

interface Connections {
  readonly writer: PlacedWriter
  connectReads(): { readonly db: DatabaseSync; readonly freshness: Freshness }
  disconnect(): Promise<void>
}

function openConnections(
  file: string,
  placement: NonNullable<SqliteOptions['writer']>,
  readers: ReadonlyMap<string, Reader>,
): Connections {
  if (placement === 'inline') return openInline(file, readers)
  return placement === 'worker' ? openInWorker(file) : openInProcess(file, placement.address)
}

/**
 * One connection for both: its pages stay in its memory, since nobody else changes them, and what it has read
 * or written stays true until another process writes.
 */
function openInline(file: string, readers: ReadonlyMap<string, Reader>): Connections {
  const db = openDatabase(file, 'write')
  const freshness = createFreshness(db)
  return {
    writer: placeInline(createWriter(db), heedCommits(readers, freshness)),
    connectReads: () => ({ db, freshness }),
    disconnect: async () => closeDatabase(db),
  }
}

function openInWorker(file: string): Connections {
  const writer = placeInWorker(file)
  let db: DatabaseSync | undefined
  return {
    writer,
    connectReads() {
      db ??= openDatabase(file, 'read')
      return { db, freshness: noFreshness }
    },
    disconnect() {
      db?.close()
      return writer.close()
    },
  }
}

/**
 * What was read stays true until anybody commits, this process included: that, `data_version` tells. It is
 * asked again after each of one's own commits, whose answer may come in the turn in which it was asked last.
 */
function openInProcess(file: string, address: string): Connections {
  const writer = placeInProcess(address)
  let reads: { readonly db: DatabaseSync; readonly freshness: Freshness } | undefined
  return {
    writer: {
      ...writer,
      async write(group, since) {
        try {
          return await writer.write(group, since)
        } finally {
          noteCommit()
        }
      },
    },
    connectReads() {
      if (!reads) {
        const db = openDatabase(file, 'read')
        reads = { db, freshness: createFreshness(db) }
      }
      return reads
    },
    disconnect() {
      reads?.db.close()
      return writer.close()
    },
  }
}
