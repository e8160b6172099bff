import type { DatabaseSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import { DAY_MS, systemClock } from '#kernel/clock.ts'
import type { Ask } from './process-writer.ts'
import type { Failures } from './writer.ts'

type WriteAsk = Extract<Ask, { write: unknown }>

/**
 * For each process that has others write for it, what it asked for last and what came of it: a row that is
 * written in the same transaction. So a writer knows what the one before it has done.
 */
export interface Senders {
  /** `failures` are those of all these together, in order. */
  note(asks: readonly WriteAsk[], failures: Readonly<Failures>): void
  /** What was answered, or would have been; undefined where nothing was written. */
  find(ask: WriteAsk): Failures | undefined
}

export function createSenders(db: DatabaseSync): Senders {
  db.exec(`CREATE TABLE IF NOT EXISTS "store:senders" (
    sender TEXT PRIMARY KEY, seq INTEGER NOT NULL, failures BLOB, at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`)
  // Those of processes that ended long ago.
  db.prepare('DELETE FROM "store:senders" WHERE at < ?').run(systemClock.now() - DAY_MS)
  const write = db.prepare('INSERT OR REPLACE INTO "store:senders" VALUES (?, ?, ?, ?)')
  const read = db.prepare('SELECT failures FROM "store:senders" WHERE sender = ? AND seq = ?')
  return {
    note(asks, failures) {
      const now = systemClock.now()
      let at = 0
      for (const { sender, seq, write: commits } of asks) {
        const own = failures.slice(at, at + commits.length)
        at += commits.length
        write.run(sender, seq, own.some(Boolean) ? serialize(own) : null, now)
      }
    },
    find({ sender, seq, write: commits }) {
      const row = read.get(sender, seq)
      if (!row) return undefined
      if (row.failures === null) return commits.map(() => undefined)
      return deserialize(row.failures as Uint8Array) as Failures
    },
  }
}
