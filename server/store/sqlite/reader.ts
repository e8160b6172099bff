import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type Found, GET_IDS_MAX, type IndexQuery, type Key, type Stored, StoreLimit } from '#store/engine.ts'
import { createAnswers } from './answers.ts'
import { type DocumentCache, ENTRY_CHARS, type Known, type Row, toAbsent, toKnown } from './cache.ts'
import { prepareRows } from './database.ts'
import { type Freshness, noteCommit, UNKNOWN } from './freshness.ts'
import { fromSqlKey, type SqlKey } from './keys.ts'
import type { IndexLayout, TableLayout } from './layout.ts'
import type { Op } from './ops.ts'
import { findSql, type Segment, segmentsOf, shapeOf, valuesOf } from './query.ts'
import type { Commit } from './writer.ts'

/** Reads of one collection: synchronous, on the calling thread. */
export interface Reader {
  get(ids: readonly string[]): (Stored | undefined)[]
  find(query: IndexQuery): Found
  /**
   * Learns of a write of this process, in the same turn in which it was written. `stamp` is from before the
   * write.
   */
  heed(op: Op, stamp: number): void
}

/** rowid, id, revision, birth, then the entry's keys. */
type FoundRow = [rowid: number, id: string, revision: number, birth: number, ...keys: SqlKey[]]
const KEYS_AT = 4

type MaybeRow = [revision: number, birth: number, schema: number, text: string | null]

/** What readers of one database share. */
export interface ReadInit {
  readonly db: DatabaseSync
  readonly cache: DocumentCache
  readonly freshness: Freshness
}

export function createReader(init: ReadInit, layout: TableLayout): Reader {
  const { db, freshness } = init
  // One statement for both cases: the text is fetched only when what we know is not what lies there.
  const byId = prepareRows(
    db,
    `SELECT revision, birth, schema, CASE WHEN revision = ?2 AND birth = ?3 THEN NULL ELSE body END
     FROM ${layout.table} INDEXED BY ${layout.byId} WHERE id = ?1`,
  )
  const byRow = prepareRows(db, `SELECT revision, birth, schema, body FROM ${layout.table} WHERE rowid = ?`)
  const finds = new Map<string, StatementSync>()
  const inSnapshot = createSnapshots(db)
  const answers = createAnswers(freshness)
  const cache = init.cache.part()
  /** Ledgers and logs are written and hardly read: until somebody asks, what is written need not be known. */
  let isRead = false

  function keep(id: string, row: Row, { stamp = freshness.stamp(), memo }: Remembered = {}): Known {
    const known = toKnown(id, row, { stamp, memo })
    cache.put(id, known, row[3].length + ENTRY_CHARS)
    return known
  }

  const isFresh = (known: Known | undefined, stamp: number): boolean =>
    stamp !== UNKNOWN && known?.stamp === stamp

  function read(id: string): Stored | undefined {
    const known = cache.get(id)
    const stamp = freshness.stamp()
    if (isFresh(known, stamp)) {
      isRead ||= known?.stored !== undefined
      return known?.stored
    }
    const row = byId.get(id, known?.revision ?? 0, known?.birth ?? -1) as unknown as MaybeRow | undefined
    if (!row) {
      if (stamp !== UNKNOWN) cache.put(id, toAbsent(stamp), ENTRY_CHARS)
      return undefined
    }
    isRead = true
    if (row[3] !== null || !known) return keep(id, row as unknown as Row).stored
    known.stamp = stamp
    return known.stored
  }

  function toStored([rowid, id, revision, birth]: FoundRow): Stored {
    const known = cache.get(id)
    const isKnown = known?.stored && known.revision === revision && known.birth === birth
    if (!isKnown) return keep(id, byRow.get(rowid) as unknown as Row).stored as Stored
    known.stamp = freshness.stamp()
    return known.stored as Stored
  }

  function rowsOf(index: IndexLayout, segment: Segment, reverse: boolean, limit: number): FoundRow[] {
    const shape = `${index.name} ${shapeOf(segment, reverse)}`
    let statement = finds.get(shape)
    if (!statement) {
      statement = prepareRows(db, findSql(layout, index, segment, reverse))
      finds.set(shape, statement)
    }
    return statement.all(...valuesOf(segment), limit) as unknown as FoundRow[]
  }

  function look(query: IndexQuery): Found {
    const index = layout.indexes.get(query.index)
    if (!index) throw new Error(`"${layout.name}" has no index "${query.index}".`)
    const segments = segmentsOf(index, query)
    return inSnapshot(() => {
      // One more than asked for tells whether there is a next page.
      const found: FoundRow[] = []
      for (const segment of segments) {
        found.push(...rowsOf(index, segment, query.reverse ?? false, query.limit + 1 - found.length))
        if (found.length > query.limit) break
      }
      const page = found.length > query.limit ? found.slice(0, query.limit) : found
      const last = page.length < found.length ? page.at(-1) : undefined
      return { rows: page.map(toStored), next: last ? positionOf(last, query.equals?.length ?? 0) : null }
    })
  }

  return {
    get(ids) {
      if (ids.length === 1) return [read(ids[0] as string)]
      if (ids.length > GET_IDS_MAX)
        throw new StoreLimit('get', `${ids.length} ids at once are over the ${GET_IDS_MAX} allowed.`)
      const stamp = freshness.stamp()
      const allFresh = ids.every((id) => isFresh(cache.get(id), stamp))
      return allFresh ? ids.map(read) : inSnapshot(() => ids.map(read))
    },
    find: (query) => answers.of(query, look),
    heed(op, stamp) {
      answers.clear()
      const row = isRead && stamp !== UNKNOWN ? rowAfter(op) : undefined
      if (row) keep(op.id, row, { stamp, memo: 'memo' in op ? op.memo : undefined })
      else cache.drop(op.id)
    },
  }
}

interface Remembered {
  readonly stamp?: number
  readonly memo?: unknown
}

/** What lies there after a write, its birth unknown; undefined where nothing does. */
function rowAfter(op: Op): Row | undefined {
  if (op.op === 'remove') return undefined
  if (op.op === 'adjust') return op.result && [op.result.revision, 0, op.result.schema, op.result.text]
  return [op.op === 'insert' ? op.revision : op.revision + 1, 0, op.schema, op.text]
}

/**
 * Called before a group is written, answers what to do after each of its commits. The stamp is taken before,
 * since a stranger may commit right after us: what we know is then older than his commit, and must look so.
 */
export const heedCommits = (readers: ReadonlyMap<string, Reader>, freshness: Freshness) => () => {
  const stamp = freshness.stamp()
  return (commit: Commit): void => {
    noteCommit()
    for (const op of commit) readers.get(op.table)?.heed(op, stamp)
  }
}

const positionOf = (row: FoundRow, skip: number): Key[] =>
  [...(row.slice(KEYS_AT) as SqlKey[]).map(fromSqlKey), row[1]].slice(skip)

/** Several statements see one state, and take and release SQLite's locks once instead of each time. */
function createSnapshots(db: DatabaseSync) {
  const begin = db.prepare('BEGIN')
  const end = db.prepare('COMMIT')
  return <T>(read: () => T): T => {
    begin.run()
    try {
      return read()
    } finally {
      end.run()
    }
  }
}
