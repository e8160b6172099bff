import { Conflict } from '#store/engine.ts'
import type { Session } from './connections.ts'
import { fromText } from './keys.ts'
import { hasEntries, type IndexLayout, type TableLayout } from './layout.ts'

/** Documents whose entries are made at a time: they cannot be written meanwhile. */
const FILL_ROWS = 500
/** Building an index of a large collection takes its time; nobody is kept from writing. */
export const BUILD_MS_MAX = 6 * 3_600_000

/** The table of entries, or nothing: an expression index is made in `buildSql`. */
export function entryTableSql(index: IndexLayout): string {
  if (!hasEntries(index)) return ''
  const key = index.kind === 'unique' ? 'key' : 'key, id'
  return `CREATE TABLE IF NOT EXISTS ${index.at} (
    key text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, PRIMARY KEY (${key})
  );`
}

export function expressionIndexSql(
  layout: TableLayout,
  index: IndexLayout,
  how: '' | 'CONCURRENTLY',
): string {
  // An index is made in its table's schema, and its name is given without.
  const name = index.at.slice(index.at.indexOf('"."') + 2)
  return `CREATE INDEX ${how} ${name} ON ${layout.table} ((${index.key}(body, id)) COLLATE "C")`
}

/**
 * Brings the documents that are already there into an index, while others write. Since the index was
 * declared, all writes keep it true.
 */
export async function fillIndex(session: Session, layout: TableLayout, index: IndexLayout): Promise<void> {
  if (!hasEntries(index)) {
    // What an attempt that was broken off has left is of no use.
    await session.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index.at}`)
    await session.query(expressionIndexSql(layout, index, 'CONCURRENTLY'))
    return
  }
  for (let last = ''; ; ) {
    const [row] = await session.query(fillSql(layout, index), [last, FILL_ROWS])
    const end = row?.[0]
    if (end === null || end === undefined) return
    const [sharer] = await session.query(sharerSql(layout, index), [last, end])
    if (sharer)
      throw new Conflict('taken', {
        collection: layout.name,
        id: fromText(sharer[0] as string),
        index: index.name,
      })
    last = end
  }
}

/** Locks some documents, so that what is written is true until they are written next. */
const fillSql = ({ table }: TableLayout, { at, key }: IndexLayout): string => `
  WITH batch AS MATERIALIZED (
    SELECT d.id, d.body FROM ${table} d WHERE d.id > $1 ORDER BY d.id LIMIT $2 FOR NO KEY UPDATE
  ), filled AS (
    INSERT INTO ${at} (key, id) SELECT e.k, b.id FROM batch b, LATERAL pg_catalog.unnest(${key}(b.body, b.id)) e(k)
    ON CONFLICT DO NOTHING
  ) SELECT max(batch.id) FROM batch`

/** A document whose entry another one has. */
const sharerSql = ({ table }: TableLayout, { at, key }: IndexLayout): string => `
  SELECT d.id FROM ${table} d, LATERAL pg_catalog.unnest(${key}(d.body, d.id)) e(k)
  WHERE d.id > $1 AND d.id <= $2
    AND NOT EXISTS (SELECT FROM ${at} o WHERE o.key = e.k AND o.id = d.id)
  LIMIT 1`

/** Removes an index, and the functions that make its keys and read it. */
export const dropSql = (index: Pick<IndexLayout, 'at' | 'key' | 'kind' | 'up' | 'down'>): string =>
  `DROP ${hasEntries(index) ? 'TABLE' : 'INDEX'} IF EXISTS ${index.at};
   DROP FUNCTION IF EXISTS ${index.up}(text, text, bigint), ${index.down}(text, text, bigint);
   DROP FUNCTION IF EXISTS ${index.key}(jsonb, text);`
