import pg from 'pg'
import { Conflict, type ConflictKind, StoreLimit, StoreUnavailable, type Write } from '#store/engine.ts'
import { REFUSED } from './write-sql.ts'

/** Nothing can be said of what became of the statement: the connection is gone, or no answer came in time. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(`The connection to PostgreSQL is lost: ${(cause as Error).message}`, { cause })
    this.name = 'ConnectionLost'
  }
}

/** There was no connection to be had, so nothing was sent. */
export class NotConnected extends Error {
  constructor(cause: unknown) {
    super(`There is no connection to PostgreSQL: ${(cause as Error).message}`, { cause })
    this.name = 'NotConnected'
  }
}

// Serialization failures, deadlocks and waits for locks; resources used up; shutting down, starting up, or
// taking another server's place; cut off by a time limit of the server's; read-only because it is the other
// one's standby.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
const PASSING = /^(40001|40P01|55P03|53...|57P0[1-5]|57014|08...|25006)$/
/** Of those, the ones after which a server, or a pooler before it, hangs up. */
const HANGS_UP = /^(57P0[1-5]|08...)$/

export const isHangUp = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || HANGS_UP.test(error.code ?? '') || error.severity === 'FATAL'

/** The server takes no writes any more: another one has its place, to which only new connections lead. */
export const isStandby = (error: unknown): boolean => codeOf(error) === '25006'

/** Whether the same may work in a moment. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionLost ||
  error instanceof NotConnected ||
  (error instanceof pg.DatabaseError && PASSING.test(error.code ?? ''))

export const unavailable = (cause: unknown): StoreUnavailable =>
  new StoreUnavailable(`PostgreSQL is away: ${(cause as Error).message}`, { cause })

const codeOf = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined

export const isLate = (error: unknown): boolean => codeOf(error) === REFUSED.late

/** What the server's clock said when it found a commit late, in milliseconds. */
export const serverTimeIn = (error: unknown): number => Number((error as pg.DatabaseError).detail)

export const isMissing = (error: unknown): boolean => codeOf(error) === '42P01'

const CONFLICTS: Readonly<Record<string, ConflictKind>> = {
  [REFUSED.stale]: 'stale',
  [REFUSED.taken]: 'taken',
  [REFUSED.floor]: 'floor',
}

/** The store's own errors for those of the database, as far as there are any. */
export function toStoreError(error: unknown, writes: readonly Write[]): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  const write = writes[Number(error.detail ?? -1)]
  const kind = CONFLICTS[error.code ?? '']
  if (write && kind)
    return new Conflict(kind, { collection: write.collection.name, id: write.id, index: error.hint })
  if (write && error.code === REFUSED.uncountable)
    return new TypeError(
      `${write.collection.name}/${write.id} does not hold an integer that can be adjusted.`,
    )
  // "program_limit_exceeded": an index row, or the commit as a whole.
  if (error.code === '54000') return new StoreLimit('key', `PostgreSQL refuses it: ${error.message}`)
  return error
}
