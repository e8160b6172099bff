import type { ChangeStream, Document } from 'mongodb'
import type { Write } from '#store/engine.ts'
import type { Connection } from './connection.ts'

/** The log of events: every commit that others must hear of inserts into it. */
const EVENTS = 'events'

const OWN_MAX = 10_000
const AGAIN_MS = 1_000

/** Listens to what other processes commit. */
export interface Changes {
  /** Called before a commit is sent: what it inserts is no news. */
  note(writes: readonly Write[]): void
  onForeign(wake: () => void): void
  /** From now on there is something to listen to. */
  start(connection: Connection): void
  close(): Promise<void>
}

export function createChanges(): Changes {
  const wakes: (() => void)[] = []
  const own = new Set<string>()
  let connection: Connection | undefined
  let stream: ChangeStream<Document, Document> | undefined
  let again: NodeJS.Timeout | undefined
  let isClosed = false

  const wakeAll = () => {
    for (const wake of wakes) wake()
  }

  /** The driver goes on by itself after what passes; where it cannot, the stream begins anew. */
  function listen(): void {
    if (!connection || stream || isClosed || wakes.length === 0) return
    const inserts = [{ $match: { operationType: 'insert' } }, { $project: { documentKey: 1 } }]
    const opened = connection.db
      .collection(EVENTS)
      .watch<Document, Document>(inserts, { maxAwaitTimeMS: AGAIN_MS })
    stream = opened
    opened.on('change', (change) => {
      if (!own.delete(change.documentKey?._id)) wakeAll()
    })
    opened.on('error', () => {
      stream = undefined
      void opened.close().catch(() => undefined)
      if (isClosed) return
      again = setTimeout(() => {
        listen()
        wakeAll()
      }, AGAIN_MS)
    })
  }

  return {
    note(writes) {
      if (!stream) return
      for (const { op, collection, id } of writes)
        if (op === 'insert' && collection.name === EVENTS) own.add(id)
      for (const id of own) {
        if (own.size <= OWN_MAX) break
        own.delete(id)
      }
    },
    onForeign(wake) {
      wakes.push(wake)
      listen()
    },
    start(to) {
      connection = to
      listen()
    },
    async close() {
      isClosed = true
      clearTimeout(again)
      await stream?.close().catch(() => undefined)
    },
  }
}
