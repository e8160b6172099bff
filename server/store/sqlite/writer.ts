import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type CollectionSpec, StoreUnavailable } from '#store/engine.ts'
import { type Failure, toFailure } from './failure.ts'
import { layoutOf } from './layout.ts'
import type { Op } from './ops.ts'
import { prepareTables } from './prepare.ts'
import { applyOp, createTableWriter, type TableWriter } from './table-writer.ts'

export type Commit = readonly Op[]
export type Failures = (Failure | undefined)[]

/** Writes to one database, synchronously. Wherever it is placed, it is the only writer of its engine. */
export interface Writer {
  prepare(collections: readonly CollectionSpec[]): void
  /**
   * Writes a group of commits in one transaction, so that they share one fsync, each all or nothing by
   * itself. Answers for each why it failed, or undefined when it is written. Throws when nothing of the group
   * could be written. `seal` is called with the answers inside the transaction, right before its end; when it
   * throws, nothing of the group is written.
   */
  write(group: readonly Commit[], seal?: (failures: readonly (Failure | undefined)[]) => void): Failures
}

export function createWriter(db: DatabaseSync): Writer {
  const tables = new Map<string, TableWriter>()
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')

  function inTransaction<T>(work: () => T): T {
    beginOr(begin)
    try {
      const result = work()
      commit.run()
      return result
    } catch (error) {
      // On some failures, such as a full disk, SQLite has rolled back by itself.
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  return {
    prepare(collections) {
      const layouts = collections.map(layoutOf)
      inTransaction(() => prepareTables(db, layouts))
      for (const layout of layouts) tables.set(layout.name, createTableWriter(db, layout))
    },
    write(group, seal) {
      const each = (apply: typeof applyBare) => () => {
        const failures = group.map((ops) => apply(db, tables, ops))
        seal?.(failures)
        return failures
      }
      try {
        return inTransaction(each(applyBare))
      } catch (error) {
        if (!(error instanceof HalfDone)) throw error
        if (group.length === 1) return [error.failure]
        return inTransaction(each(applyIsolated))
      }
    },
  }
}

const SQLITE_BUSY = 5

/** Another process holds the file for longer than anyone would wait. */
function beginOr(begin: StatementSync): void {
  try {
    begin.run()
  } catch (cause) {
    const code = (cause as { errcode?: number }).errcode ?? 0
    if ((code & 0xff) !== SQLITE_BUSY) throw cause
    throw new StoreUnavailable('Another process keeps the database file for itself.', { cause })
  }
}

type Tables = ReadonlyMap<string, TableWriter>

/** A commit failed after it had changed something, and nothing but the end of the transaction can undo it. */
class HalfDone extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super('A commit failed half way.')
    this.failure = failure
  }
}

/**
 * Savepoints cost every commit for the few that fail late. Most that fail do so at their first write, which
 * leaves nothing to undo; for the rest, the group is written a second time, with savepoints.
 */
function applyBare(db: DatabaseSync, tables: Tables, ops: Commit): Failure | undefined {
  const { failure, clean } = apply(db, tables, ops)
  if (failure && !clean) throw new HalfDone(failure)
  return failure
}

function applyIsolated(db: DatabaseSync, tables: Tables, ops: Commit): Failure | undefined {
  db.exec('SAVEPOINT one')
  const { failure } = apply(db, tables, ops)
  if (failure) db.exec('ROLLBACK TO one')
  db.exec('RELEASE one')
  return failure
}

/** `clean` says of a failed commit that it has changed nothing. */
function apply(db: DatabaseSync, tables: Tables, ops: Commit): { failure?: Failure; clean: boolean } {
  let clean = true
  try {
    for (const op of ops) {
      const table = tables.get(op.table) as TableWriter
      const refusal = applyOp(table, op)
      clean &&= table.entries.length === 0
      if (refusal) return { failure: refusal, clean }
      clean = false
    }
  } catch (error) {
    // With the transaction gone, by a full disk for one, so is the group.
    if (!db.isTransaction) throw error
    return { failure: toFailure(error), clean: false }
  }
  return { clean }
}
