import {
  type Body,
  type Found,
  GET_IDS_MAX,
  type IndexQuery,
  type Key,
  type Stored,
  StoreLimit,
} from '#store/engine.ts'
import { entriesOf, keyAt } from '#store/index-keys.ts'
import type { Connections, Row } from './connections.ts'
import { fromJsonb, fromText, toText } from './keys.ts'
import { hasEntries, type IndexLayout, type TableLayout } from './layout.ts'
import { isEmpty, pathOf, stretchOf } from './query.ts'

/** Those of the functions that read an index. */
const COLUMNS = 'd.id, d.revision, d.schema, d.body, NULL::text AS key'
const ENTRY_AT = 4

/** What one row of `COLUMNS` stands for. */
export const toStored = ([id, revision, schema, body]: Row): Stored => ({
  id: fromText(id as string),
  revision: Number(revision),
  schema: Number(schema),
  body: JSON.parse(fromJsonb(body as string)) as Body,
})

export async function getByIds(
  { read }: Pick<Connections, 'read'>,
  layout: TableLayout,
  ids: readonly string[],
): Promise<(Stored | undefined)[]> {
  if (ids.length > GET_IDS_MAX)
    throw new StoreLimit('get', `${ids.length} ids at once are over the ${GET_IDS_MAX} allowed.`)
  if (ids.length === 0) return []
  const sql = `SELECT ${COLUMNS} FROM ${layout.table} d WHERE d.id = ANY ($1)`
  const rows = await read(sql, [[...new Set(ids.map(toText))]])
  const byId = new Map(rows.map((row) => [row[0], toStored(row)]))
  return ids.map((id) => byId.get(toText(id)))
}

export async function findByIndex(
  { read }: Pick<Connections, 'read'>,
  layout: TableLayout,
  query: IndexQuery,
): Promise<Found> {
  const index = layout.indexes.get(query.index)
  if (!index) throw new Error(`"${layout.name}" has no index "${query.index}".`)
  const stretch = stretchOf(index, query)
  if (isEmpty(stretch)) return { rows: [], next: null }
  // One more than asked for tells of a next page; another one makes up for what is not admitted.
  const limit = query.limit + (index.kind === 'unique' ? 2 : 1)
  const sql = `SELECT * FROM ${stretch.backwards ? index.down : index.up}($1, $2, $3)`
  const rows = await read(sql, [stretch.from, stretch.to, limit])
  const found = rows
    .filter(
      (row) => index.kind !== 'unique' || stretch.admits(row[ENTRY_AT] as string, fromText(row[0] as string)),
    )
    .slice(0, query.limit + 1)
  const page = found.slice(0, query.limit).map((row) => ({ stored: toStored(row), entry: row[ENTRY_AT] }))
  const last = page.length < found.length ? page.at(-1) : undefined
  return {
    rows: page.map((row) => row.stored),
    next: last ? positionOf(index, last.stored, last.entry).slice(query.equals?.length ?? 0) : null,
  }
}

/** The keys of the entry that a row was found by, and its id. */
function positionOf(index: IndexLayout, { id, body }: Stored, text: string | null | undefined): Key[] {
  if (!hasEntries(index)) return [...index.fields.map((field) => keyAt(body, field)), id]
  const entries = entriesOf(index.spec, body)
  const suffix = index.kind === 'unique' ? '' : toText(id)
  const entry = entries.find((keys) => pathOf(index.fields, keys) + suffix === text)
  if (!entry) throw new Error(`An entry of ${index.object} does not belong to its document ${id}.`)
  return [...entry, id]
}
