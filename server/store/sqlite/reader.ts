import type { DatabaseSync, StatementSync } from 'node:sqlite'
import {
  type Body,
  type Found,
  GET_IDS_MAX,
  type IndexQuery,
  type Key,
  type Stored,
  StoreLimit,
} from '#store/engine.ts'
import type { DocumentCache } from './cache.ts'
import { prepareRows } from './database.ts'
import { fromSqlKey, type SqlKey } from './keys.ts'
import type { IndexLayout, TableLayout } from './layout.ts'
import { findSql, type Segment, segmentsOf, shapeOf, valuesOf } from './query.ts'

/** Reads of one collection: synchronous, on the calling thread. */
export interface Reader {
  get(ids: readonly string[]): (Stored | undefined)[]
  find(query: IndexQuery): Found
}

/** rowid, id, revision, birth, then the entry's keys. */
type FoundRow = [rowid: number, id: string, revision: number, birth: number, ...keys: SqlKey[]]
const KEYS_AT = 4

type Row = [revision: number, birth: number, schema: number, text: string | null]

export function createReader(db: DatabaseSync, layout: TableLayout, cache: DocumentCache): Reader {
  // One statement for both cases: the text is fetched only when what we know is not what lies there.
  const byId = prepareRows(
    db,
    `SELECT revision, birth, schema, CASE WHEN revision = ?2 AND birth = ?3 THEN NULL ELSE body END
     FROM ${layout.table} INDEXED BY ${layout.byId} WHERE id = ?1`,
  )
  const byRow = prepareRows(db, `SELECT revision, birth, schema, body FROM ${layout.table} WHERE rowid = ?`)
  const finds = new Map<string, StatementSync>()
  const inSnapshot = createSnapshots(db)

  function decode(id: string, [revision, birth, schema, text]: Row): Stored {
    const stored = { id, revision, schema, body: JSON.parse(text as string) as Body }
    cache.put(`${layout.name}/${id}`, { stored, birth }, (text as string).length)
    return stored
  }

  function read(id: string): Stored | undefined {
    const known = cache.get(`${layout.name}/${id}`)
    const row = byId.get(id, known?.stored.revision ?? 0, known?.birth ?? 0) as unknown as Row | undefined
    if (!row) return undefined
    return known && row[3] === null ? known.stored : decode(id, row)
  }

  function toStored([rowid, id, revision, birth]: FoundRow): Stored {
    const known = cache.get(`${layout.name}/${id}`)
    if (known && known.birth === birth && known.stored.revision === revision) return known.stored
    return decode(id, byRow.get(rowid) as unknown as Row)
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

  return {
    get(ids) {
      if (ids.length === 1) return [read(ids[0] as string)]
      if (ids.length > GET_IDS_MAX)
        throw new StoreLimit('get', `${ids.length} ids at once are over the ${GET_IDS_MAX} allowed.`)
      return inSnapshot(() => ids.map(read))
    },
    find(query) {
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
    },
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
