import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Body, ConflictKind } from '#store/engine.ts'
import { prepareRows } from './database.ts'
import { createEntryWriter, type EntryWriter } from './entry-writer.ts'
import type { Refusal } from './failure.ts'
import type { TableLayout } from './layout.ts'
import { type EncodedBody, type Entries, encodeBody, type Op } from './ops.ts'

/** What writing to one collection needs. */
export interface TableWriter {
  readonly db: DatabaseSync
  readonly layout: TableLayout
  readonly sql: Statements
  readonly entries: readonly EntryWriter[]
}

type Statements = Readonly<Record<'insert' | 'replace' | 'replaceBody' | 'remove' | 'read', StatementSync>>

type Row = [revision: number, schema: number, text: string]
type OpOf<K extends Op['op']> = Extract<Op, { op: K }>

export const createTableWriter = (db: DatabaseSync, layout: TableLayout): TableWriter => ({
  db,
  layout,
  sql: prepareStatements(db, layout),
  entries: layout.multi.map((index) => createEntryWriter(db, index)),
})

function prepareStatements(db: DatabaseSync, { table, columns }: TableLayout): Statements {
  const names = columns.map((column) => `, ${column.sql}`).join('')
  const places = columns.map(() => ', ?').join('')
  const set = columns.map((column) => `, ${column.sql} = ?`).join('')
  const same = columns.map((column) => ` AND ${column.sql} IS ?`).join('')
  const at = 'WHERE id = ? AND revision = ?'
  return {
    insert: db.prepare(
      `INSERT OR IGNORE INTO ${table} (id, revision, birth, schema, body${names})
       VALUES (?, ?, random() & 0xffffffffffff, ?, ?${places})`,
    ),
    replace: db.prepare(
      `UPDATE OR IGNORE ${table} SET revision = revision + 1, schema = ?, body = ?${set} ${at}`,
    ),
    // Most saves leave the keys alone, and SQLite rewrites each index whose column is named in an UPDATE.
    replaceBody: db.prepare(`UPDATE ${table} SET revision = revision + 1, schema = ?, body = ? ${at}${same}`),
    remove: db.prepare(`DELETE FROM ${table} ${at}`),
    read: prepareRows(db, `SELECT revision, schema, body FROM ${table} WHERE id = ?`),
  }
}

/** Applies one write. On a table with multi-valued indexes, a refused write may be half done. */
export function applyOp(table: TableWriter, op: Op): Refusal | undefined {
  switch (op.op) {
    case 'insert':
      return insert(table, op)
    case 'replace':
      return replace(table, op)
    case 'remove':
      return remove(table, op)
    case 'adjust':
      return adjust(table, op)
  }
}

function insert(table: TableWriter, op: OpOf<'insert'>): Refusal | undefined {
  const { sql } = table
  if (sql.insert.run(op.id, op.revision, op.schema, op.text, ...op.keys).changes === 0)
    return read(table, op.id) ? refuse(table, 'taken', op.id, 'byId') : findTaken(table, op)
  return writeEntries(table, op.id, [], op.entries)
}

function replace(table: TableWriter, op: Omit<OpOf<'replace'>, 'op' | 'table'>) {
  const { sql } = table
  const { id, revision, schema, text, keys } = op
  const before = entriesAt(table, id, revision)
  if (!before) return refuse(table, 'stale', id)
  if (sql.replaceBody.run(schema, text, id, revision, ...keys).changes === 0) {
    if (sql.replace.run(schema, text, ...keys, id, revision).changes === 0)
      return read(table, id)?.[0] === revision ? findTaken(table, op) : refuse(table, 'stale', id)
  }
  return writeEntries(table, id, before, op.entries)
}

function remove(table: TableWriter, { id, revision }: OpOf<'remove'>): Refusal | undefined {
  const before = entriesAt(table, id, revision)
  if (!before || table.sql.remove.run(id, revision).changes === 0) return refuse(table, 'stale', id)
  return writeEntries(table, id, before, [])
}

function adjust(table: TableWriter, op: OpOf<'adjust'>): Refusal | undefined {
  const { id, field, by, floor } = op
  const row = read(table, id)
  if (!row) return refuse(table, 'stale', id)
  const [revision, schema, text] = row
  const body = JSON.parse(text) as Record<string, unknown>
  const sum = ((body[field] ?? 0) as number) + by
  if (!Number.isSafeInteger(sum))
    throw new TypeError(
      `${table.layout.name}/${id}: "${field}" does not hold an integer that can be adjusted.`,
    )
  if (sum < floor) return refuse(table, 'floor', id)
  body[field] = sum
  const encoded = encodeBody(table.layout, body as Body)
  op.result = { revision: revision + 1, schema, text: encoded.text }
  return replace(table, { id, revision, schema, ...encoded })
}

const read = ({ sql }: TableWriter, id: string) => sql.read.get(id) as unknown as Row | undefined

const refuse = ({ layout }: TableWriter, kind: ConflictKind, id: string, index?: string): Refusal => ({
  kind,
  collection: layout.name,
  id,
  index,
})

/**
 * The document's entries in the multi-valued indexes as it lies there now; undefined when it is not at
 * `revision`.
 */
function entriesAt(table: TableWriter, id: string, revision: number): readonly Entries[] | undefined {
  if (table.entries.length === 0) return []
  const row = read(table, id)
  return row?.[0] === revision ? encodeBody(table.layout, JSON.parse(row[2]) as Body).entries : undefined
}

function writeEntries(table: TableWriter, id: string, before: readonly Entries[], after: readonly Entries[]) {
  for (const [at, writer] of table.entries.entries())
    if (!writer.write(id, before[at] ?? [], after[at] ?? []))
      return refuse(table, 'taken', id, writer.index.name)
  return undefined
}

/** Finds out which key another document has. Runs only after a refusal, so it may take its time. */
function findTaken(table: TableWriter, { id, keys }: EncodedBody & { id: string }): Refusal {
  const { db, layout } = table
  const columns = layout.columns.map((column) => column.name)
  const taken = layout.unique.find(({ fields }) => {
    const unique = fields.slice(0, -1)
    const where = unique.map((field) => `${field.sql} = ?`).join(' AND ')
    const wanted = unique.map((field) => keys[columns.indexOf(field.column)] ?? null)
    return db.prepare(`SELECT 1 FROM ${layout.table} WHERE ${where} AND id <> ?`).get(...wanted, id)
  })
  if (taken) return refuse(table, 'taken', id, taken.name)
  throw new Error(`SQLite refused ${layout.name}/${id}, yet no key of it is taken.`)
}
