import { existsSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Body, CollectionSpec, Stored } from '#store/engine.ts'
import type { Snapshot } from '#store/snapshot.ts'
import { openDatabase, prepareRows } from './database.ts'
import { layoutOf } from './layout.ts'
import { LAYOUT } from './prepare.ts'

type Row = [id: string, revision: number, schema: number, text: string]

/**
 * A read transaction held open on a connection of its own: in WAL mode it holds up no writer. What is written
 * meanwhile stays in the log, which grows by it until the snapshot is closed and then shrinks to
 * `journal_size_limit` again.
 */
export async function openSqliteSnapshot({ file }: { file: string }): Promise<Snapshot> {
  if (!existsSync(file)) throw new Error(`There is no SQLite store at ${file}.`)
  const db = openDatabase(file, 'read')
  try {
    db.exec('BEGIN')
    // Only a read fixes the moment.
    checkLayout(db)
  } catch (error) {
    db.close()
    throw error
  }
  const statements = new Map<string, StatementSync | undefined>()

  function statementOf(collection: CollectionSpec): StatementSync | undefined {
    if (!statements.has(collection.name)) statements.set(collection.name, prepareRead(db, collection))
    return statements.get(collection.name)
  }

  return {
    async read(collection, { after, limit }) {
      // To SQLite a number lies below every text.
      const rows = statementOf(collection)?.all(after ?? 0, limit) ?? []
      return (rows as unknown as Row[]).map(toStored)
    },
    async close() {
      if (db.isOpen) letGo(db)
    },
  }
}

/** Moves what the log holds into the file, here: else the shop's next commit would have to, all of it. */
function letGo(db: DatabaseSync): void {
  try {
    db.exec('COMMIT')
    db.exec('PRAGMA wal_checkpoint(PASSIVE)')
  } finally {
    db.close()
  }
}

const hasTable = (db: DatabaseSync, name: string): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined

function checkLayout(db: DatabaseSync): void {
  if (!hasTable(db, 'store:meta')) return
  const found = db.prepare(`SELECT value FROM "store:meta" WHERE name = 'layout'`).get()?.value
  if (found !== LAYOUT)
    throw new Error(`This store was written by another version: its layout is ${found}, not ${LAYOUT}.`)
}

function prepareRead(db: DatabaseSync, collection: CollectionSpec): StatementSync | undefined {
  const { table, byId } = layoutOf(collection)
  if (!hasTable(db, collection.name)) return undefined
  return prepareRows(
    db,
    `SELECT id, revision, schema, body FROM ${table} INDEXED BY ${byId}
     WHERE id > ? ORDER BY id LIMIT ?`,
  )
}

const toStored = ([id, revision, schema, text]: Row): Stored => ({
  id,
  revision,
  schema,
  body: JSON.parse(text) as Body,
})
