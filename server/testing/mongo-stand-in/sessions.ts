import { BSON } from 'mongodb'
import { CommandError } from './errors.ts'
import type { Storage } from './storage.ts'
import { type Doc, fromTimestamp, isDoc } from './values.ts'
import type { Txn } from './versions.ts'

type TransactionState = 'open' | 'committed' | 'aborted'

/** What the server remembers of a client's session: its last transaction, or its last retryable write. */
export interface Session {
  readonly key: string
  txnNumber: bigint
  /** What the number stands for; undefined before the first. */
  kind: 'transaction' | 'write' | undefined
  state: TransactionState
  txn: Txn | undefined
  /** Answers of statements that have been executed, by their numbers. */
  statements: Map<number, Doc>
  /** Commands with transaction numbers go one after the other. */
  turn: Promise<void>
}

export interface Sessions {
  of(lsid: unknown): Session | undefined
  /** Ends sessions, and with them transactions that are open. */
  end(lsids: readonly unknown[]): void
  /** Aborts whatever is open: a server that is no longer primary cannot commit it. */
  abortAll(): void
}

function keyOf(lsid: unknown): string {
  const id = isDoc(lsid) ? lsid.id : undefined
  if (id instanceof BSON.Binary) return id.toString('hex')
  throw new CommandError('IDLFailedToParse', "BSON field 'lsid.id' is missing but a required field")
}

export function createSessions(storage: Storage): Sessions {
  const all = new Map<string, Session>()
  return {
    of(lsid) {
      if (lsid === undefined) return undefined
      const key = keyOf(lsid)
      const known = all.get(key)
      if (known) return known
      const session: Session = {
        key,
        txnNumber: -1n,
        kind: undefined,
        state: 'aborted',
        txn: undefined,
        statements: new Map(),
        turn: Promise.resolve(),
      }
      all.set(key, session)
      return session
    },
    end(lsids) {
      for (const key of lsids.map(keyOf)) {
        const session = all.get(key)
        if (session) abortOpen(storage, session)
        all.delete(key)
      }
    },
    abortAll() {
      for (const session of all.values()) abortOpen(storage, session)
    },
  }
}

export function abortOpen(storage: Storage, session: Session): void {
  if (session.txn?.isOpen) storage.abort(session.txn)
  if (session.kind === 'transaction' && session.state === 'open') session.state = 'aborted'
  session.txn = undefined
}

const tooOld = (session: Session, txnNumber: bigint) => {
  const message =
    `Cannot start transaction ${txnNumber} on session ${session.key} because a newer ` +
    `${session.kind === 'transaction' ? 'transaction' : 'retryable write'} with txnNumber ` +
    `${session.txnNumber} has already started on this session.`
  return new CommandError('TransactionTooOld', message)
}

/** Makes a retryable write's number the session's last, or finds that it is. */
export function enterRetryableWrite(storage: Storage, session: Session, txnNumber: bigint): void {
  if (txnNumber < session.txnNumber) throw tooOld(session, txnNumber)
  if (txnNumber === session.txnNumber) {
    if (session.kind === 'write') return
    const message = 'Retryable write is being executed in a session that has this number as a transaction.'
    throw new CommandError('IncompleteTransactionHistory', message)
  }
  abortOpen(storage, session)
  session.txnNumber = txnNumber
  session.kind = 'write'
  session.statements = new Map()
}

/** The transaction that a command belongs to, which it may start. */
export function enterTransaction(
  storage: Storage,
  session: Session,
  at: { readonly txnNumber: bigint; readonly starts: boolean; readonly readConcern: unknown },
): Txn {
  const { txnNumber, starts, readConcern } = at
  if (txnNumber < session.txnNumber) throw tooOld(session, txnNumber)
  if (starts) {
    if (txnNumber === session.txnNumber) {
      const message = `Cannot start a transaction with starting transaction number ${txnNumber} that is in use.`
      throw new CommandError('ConflictingOperationInProgress', message)
    }
    abortOpen(storage, session)
    session.txnNumber = txnNumber
    session.kind = 'transaction'
    session.state = 'open'
    session.txn = storage.begin(isDoc(readConcern) ? fromTimestamp(readConcern.atClusterTime) : undefined)
    return session.txn
  }
  const { txn } = session
  if (txnNumber !== session.txnNumber || session.kind !== 'transaction') throw noSuchTransaction(txnNumber)
  if (session.state === 'committed') {
    throw new CommandError(
      'TransactionCommitted',
      `Transaction with { txnNumber: ${txnNumber} } has been committed.`,
    )
  }
  if (!txn?.isOpen) throw hasBeenAborted(txnNumber)
  return txn
}

const noSuchTransaction = (txnNumber: bigint) =>
  new CommandError(
    'NoSuchTransaction',
    `Given transaction number ${txnNumber} does not match any in-progress transactions.`,
  )

const hasBeenAborted = (txnNumber: bigint) =>
  new CommandError('NoSuchTransaction', `Transaction with { txnNumber: ${txnNumber} } has been aborted.`)

/** Ends a transaction. A commit that is asked for again is answered again. */
export function endTransaction(
  storage: Storage,
  session: Session,
  { txnNumber, commits }: { readonly txnNumber: bigint; readonly commits: boolean },
): void {
  if (txnNumber < session.txnNumber) throw tooOld(session, txnNumber)
  if (txnNumber !== session.txnNumber || session.kind !== 'transaction') throw noSuchTransaction(txnNumber)
  if (commits && session.state === 'committed') return
  if (!commits && session.state === 'committed') {
    throw new CommandError(
      'TransactionCommitted',
      `Transaction with { txnNumber: ${txnNumber} } has been committed.`,
    )
  }
  const { txn } = session
  if (!txn?.isOpen) {
    session.state = 'aborted'
    throw hasBeenAborted(txnNumber)
  }
  if (commits) storage.commit(txn)
  else storage.abort(txn)
  session.state = commits ? 'committed' : 'aborted'
  session.txn = undefined
}
