import type { DatabaseSync } from 'node:sqlite'
import { prepareRows } from './database.ts'

/** Tells whether what was read a while ago is still what lies in the file. */
export interface Freshness {
  /**
   * The same number as long as nobody but this connection has written; `UNKNOWN` where that cannot be told.
   */
  stamp(): number
}

export const UNKNOWN = -1

/**
 * For a connection that does not write itself: every commit looks like a stranger's, so nothing is to be
 * trusted.
 */
export const noFreshness: Freshness = { stamp: () => UNKNOWN }

/** Commits of this process, whichever engine made them. */
let commits = 0

export const noteCommit = (): void => {
  commits += 1
}

/**
 * SQLite's `data_version` changes when another connection has written
 * (https://www.sqlite.org/pragma.html#pragma_data_version). It is asked once in a turn of the event loop:
 * whatever a client was told by another process reaches this one by a later turn. A commit by another engine
 * of this process can come sooner, so each ends the turn's answer, too.
 */
export function createFreshness(db: DatabaseSync): Freshness {
  const version = prepareRows(db, 'PRAGMA data_version')
  let stamp = 0
  let seen: unknown
  let askedAt = -1
  const forget = () => {
    askedAt = -1
  }
  return {
    stamp() {
      if (askedAt === commits) return stamp
      const [now] = version.get() as unknown as [unknown]
      if (now !== seen) {
        seen = now
        stamp += 1
      }
      if (askedAt === -1) setImmediate(forget)
      askedAt = commits
      return stamp
    },
  }
}
