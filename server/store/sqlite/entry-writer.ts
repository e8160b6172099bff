import type { DatabaseSync } from 'node:sqlite'
import type { IndexLayout } from './layout.ts'
import type { Entries } from './ops.ts'

/** Keeps the table of one multi-valued index. */
export interface EntryWriter {
  readonly index: IndexLayout
  /** Writes what differs. False when another document has one of the new entries and the index is unique. */
  write(id: string, before: Entries, after: Entries): boolean
}

export function createEntryWriter(db: DatabaseSync, index: IndexLayout): EntryWriter {
  const columns = index.fields.map((field) => field.sql)
  const insert = db.prepare(
    `INSERT OR IGNORE INTO ${index.table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const remove = db.prepare(
    `DELETE FROM ${index.table} WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')}`,
  )
  return {
    index,
    write(id, before, after) {
      if (before.length === 0) return after.every((entry) => insert.run(...entry, id).changes === 1)
      const had = new Set(before.map((entry) => JSON.stringify(entry)))
      const has = new Set(after.map((entry) => JSON.stringify(entry)))
      for (const entry of before) if (!has.has(JSON.stringify(entry))) remove.run(...entry, id)
      return after.every((entry) => had.has(JSON.stringify(entry)) || insert.run(...entry, id).changes === 1)
    },
  }
}
