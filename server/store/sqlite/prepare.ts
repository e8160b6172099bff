import type { DatabaseSync } from 'node:sqlite'
import { type Body, Conflict } from '#store/engine.ts'
import { createEntryWriter } from './entry-writer.ts'
import { type IndexFieldLayout, type IndexLayout, quote, type TableLayout } from './layout.ts'
import { type EncodedBody, encodeBody } from './ops.ts'

/** How tables are laid out. Raise it, and lead the old layout over in `checkLayout`, when that changes. */
export const LAYOUT = 1

const FILL_ROWS = 500

/** Brings the database's tables and indexes in line with what is declared. Runs inside a transaction. */
export function prepareTables(db: DatabaseSync, layouts: readonly TableLayout[]): void {
  checkLayout(db)
  for (const layout of layouts) prepareTable(db, layout)
}

function checkLayout(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS "store:meta" (name TEXT PRIMARY KEY, value ANY) STRICT;
    CREATE TABLE IF NOT EXISTS "store:indexes" (
      collection TEXT, name TEXT, definition TEXT NOT NULL, PRIMARY KEY (collection, name)
    ) STRICT;`)
  db.prepare(`INSERT OR IGNORE INTO "store:meta" VALUES ('layout', ?)`).run(LAYOUT)
  const found = db.prepare(`SELECT value FROM "store:meta" WHERE name = 'layout'`).get()?.value
  if (found !== LAYOUT)
    throw new Error(
      `This store was written by another version: its layout is ${found}, this version knows ${LAYOUT}. ` +
        'Use the version that wrote it, or a newer one.',
    )
}

function prepareTable(db: DatabaseSync, layout: TableLayout): void {
  createTable(db, layout)
  const kept = dropUndeclared(db, layout)
  const fresh = [...layout.indexes.values()].filter((index) => !kept.has(index.name))
  const added = alignColumns(db, layout)
  const tables = fresh.filter((index) => index.multi)
  for (const index of tables) createEntryTable(db, index)
  if (added.length > 0 || tables.length > 0) fill(db, layout, { columns: added, tables })
  for (const index of fresh) createIndex(db, layout, index)
  const record = db.prepare(`INSERT INTO "store:indexes" VALUES (?, ?, ?)`)
  for (const index of fresh) record.run(layout.name, index.name, definitionOf(index))
}

function createTable(db: DatabaseSync, { name, table }: TableLayout): void {
  const other = db
    .prepare('SELECT name FROM sqlite_schema WHERE name = ? COLLATE NOCASE AND name <> ?')
    .get(name, name)
  if (other) throw new TypeError(`The collections "${name}" and "${other.name}" differ only in case.`)
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (
    id ANY NOT NULL, revision INTEGER NOT NULL, birth INTEGER NOT NULL, schema INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT`)
}

const definitionOf = ({ fields, unique, sparse }: IndexLayout): string =>
  JSON.stringify({ fields: fields.map(({ column, descending }) => [column, descending]), unique, sparse })

/** Drops indexes that are no longer declared, or declared otherwise: a unique one would go on refusing. */
function dropUndeclared(db: DatabaseSync, layout: TableLayout): Set<string> {
  const known = db
    .prepare('SELECT name, definition FROM "store:indexes" WHERE collection = ?')
    .all(layout.name) as { name: string; definition: string }[]
  const forget = db.prepare('DELETE FROM "store:indexes" WHERE collection = ? AND name = ?')
  const kept = new Set<string>()
  for (const { name, definition } of known) {
    const index = layout.indexes.get(name)
    if (index && definitionOf(index) === definition) {
      kept.add(name)
      continue
    }
    const object = quote(`${layout.name}:${name}`)
    db.exec(`DROP INDEX IF EXISTS ${object}`)
    db.exec(`DROP TABLE IF EXISTS ${object}`)
    forget.run(layout.name, name)
  }
  return kept
}

/** Drops key columns that no index needs, since nobody would keep them true, and adds what is lacking. */
function alignColumns(db: DatabaseSync, { name, table, columns }: TableLayout): string[] {
  const rows = db.prepare('SELECT name FROM pragma_table_info(?)').all(name)
  const there = new Set(rows.map((row) => row.name as string))
  const wanted = new Set(columns.map((column) => column.name))
  for (const column of there)
    if (column.includes(':') && !wanted.has(column))
      db.exec(`ALTER TABLE ${table} DROP COLUMN ${quote(column)}`)
  const added = columns.filter((column) => !there.has(column.name))
  for (const column of added) db.exec(`ALTER TABLE ${table} ADD COLUMN ${column.sql} ANY`)
  return added.map((column) => column.name)
}

function createEntryTable(db: DatabaseSync, { table, fields, unique }: IndexLayout): void {
  const columns = fields.map((field) => `${field.sql} ANY NOT NULL`).join(', ')
  const key = (unique ? fields.slice(0, -1) : fields).map(toSorted).join(', ')
  db.exec(`CREATE TABLE ${table} (${columns}, PRIMARY KEY (${key})) STRICT, WITHOUT ROWID`)
}

function createIndex(db: DatabaseSync, layout: TableLayout, index: IndexLayout): void {
  if (index.multi) return
  const { fields, unique, sparse, sqlName } = index
  const keys = fields.slice(0, -1)
  const key = (unique ? keys : fields).map(toSorted).join(', ')
  const where = sparse ? ` WHERE ${keys.map((field) => `${field.sql} IS NOT NULL`).join(' AND ')}` : ''
  const kind = unique || index.name === 'byId' ? 'UNIQUE INDEX' : 'INDEX'
  try {
    db.exec(`CREATE ${kind} ${sqlName} ON ${layout.table} (${key})${where}`)
  } catch (cause) {
    if (!unique || !(cause as Error).message.startsWith('UNIQUE')) throw cause
    throw new Conflict('taken', {
      collection: layout.name,
      id: sharerOf(db, layout, index),
      index: index.name,
    })
  }
}

/** One of the documents that share a key which is to become unique. */
function sharerOf(db: DatabaseSync, { table }: TableLayout, { fields }: IndexLayout): string {
  const keys = fields.slice(0, -1).map((field) => field.sql)
  const present = keys.map((key) => `${key} IS NOT NULL`).join(' AND ')
  const sql = `SELECT max(id) AS id FROM ${table} WHERE ${present} GROUP BY ${keys.join(', ')} HAVING count(*) > 1`
  return db.prepare(sql).get()?.id as string
}

const toSorted = ({ sql, descending }: IndexFieldLayout): string => (descending ? `${sql} DESC` : sql)

/** Works out the keys of the documents that are already there, some at a time. */
function fill(
  db: DatabaseSync,
  layout: TableLayout,
  lacking: { columns: readonly string[]; tables: readonly IndexLayout[] },
): void {
  const read = db.prepare(
    `SELECT rowid, id, body FROM ${layout.table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
  )
  const fillColumns = createColumnFiller(db, layout, lacking.columns)
  const writers = lacking.tables.map((index) => createEntryWriter(db, index))
  for (let last = 0; ; ) {
    const rows = read.all(last, FILL_ROWS) as { rowid: number; id: string; body: string }[]
    for (const { rowid, id, body } of rows) {
      const encoded = encodeBody(layout, JSON.parse(body) as Body)
      fillColumns(rowid, encoded)
      for (const writer of writers) {
        const entries = encoded.entries[layout.multi.indexOf(writer.index)] ?? []
        if (!writer.write(id, [], entries))
          throw new Conflict('taken', { collection: layout.name, id, index: writer.index.name })
      }
    }
    const end = rows.at(-1)
    if (!end) return
    last = end.rowid
  }
}

function createColumnFiller(db: DatabaseSync, { table, columns }: TableLayout, names: readonly string[]) {
  if (names.length === 0) return () => {}
  const lacking = columns.flatMap((column, at) => (names.includes(column.name) ? [{ ...column, at }] : []))
  const set = lacking.map((column) => `${column.sql} = ?`).join(', ')
  const update = db.prepare(`UPDATE ${table} SET ${set} WHERE rowid = ?`)
  return (rowid: number, { keys }: EncodedBody) =>
    void update.run(...lacking.map((column) => keys[column.at] ?? null), rowid)
}
