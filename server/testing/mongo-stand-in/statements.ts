import { BSON } from 'mongodb'
import { type Call, countOf, docsOf, flagOf, listOf } from './call.ts'
import { CommandError } from './errors.ts'
import { type Doc, toNumber } from './values.ts'
import { type Txn, WriteConflict } from './versions.ts'

/** What a statement answers; kept, so that the same statement sent again answers the same. */
export type Outcome = Doc

interface Executed {
  readonly outcome: Outcome
  /** It had been executed before, and was not again. */
  readonly isRepeated: boolean
}

/**
 * Does a statement of a command: in the command's transaction, or in one of its own. Sent again under the
 * same number it does nothing.
 */
export async function execute(call: Call, number: number, work: (txn: Txn) => Outcome): Promise<Executed> {
  if (call.txn) return { outcome: work(call.txn), isRepeated: false }
  const { session, isRetryable } = call
  const known = isRetryable ? session?.statements.get(number) : undefined
  if (known) return { outcome: known, isRepeated: true }
  const { outcome, hasWritten } = await alone(call, work)
  // A statement that wrote nothing leaves no trace in the server's log either, and is tried anew.
  if (isRetryable && hasWritten) session?.statements.set(number, outcome)
  return { outcome, isRepeated: false }
}

/** A small transaction of its own, which waits for others that hold what it wants to write. */
export async function alone<T>(
  call: Call,
  work: (txn: Txn) => T,
): Promise<{ outcome: T; hasWritten: boolean }> {
  const { storage } = call.world
  for (;;) {
    checkInterrupted(call)
    const txn = storage.begin()
    try {
      const outcome = work(txn)
      const hasWritten = txn.rows.size > 0
      storage.commit(txn)
      return { outcome, hasWritten }
    } catch (error) {
      storage.abort(txn)
      if (!(error instanceof WriteConflict) || !error.blocker) throw error
      await waitFor(call, error.blocker.ended)
    }
  }
}

/** Until something has happened, the time of the command is over, or its client is gone. */
export async function waitFor(call: Call, event: Promise<void>, waitMs?: number): Promise<void> {
  const { deadline, signal, world } = call
  const left = deadline === undefined ? undefined : Math.max(0, deadline - world.clock.now())
  const most = Math.min(left ?? Number.POSITIVE_INFINITY, waitMs ?? Number.POSITIVE_INFINITY)
  const over = Promise.withResolvers<void>()
  const timer = Number.isFinite(most) ? setTimeout(over.resolve, most) : undefined
  const stop = () => over.resolve()
  signal.addEventListener('abort', stop)
  await Promise.race([event, over.promise])
  clearTimeout(timer)
  signal.removeEventListener('abort', stop)
}

export function checkInterrupted({ deadline, signal, world }: Call): void {
  if (signal.aborted) throw new CommandError('InterruptedDueToReplStateChange', 'operation was interrupted')
  if (deadline !== undefined && world.clock.now() >= deadline) {
    throw new CommandError('MaxTimeMSExpired', 'operation exceeded time limit')
  }
}

/** The numbers of a command's statements. */
export function statementNumbers({ command }: Call, count: number): readonly number[] {
  const given = command.stmtIds === undefined ? undefined : listOf(command, 'stmtIds').map(toNumber)
  const first = countOf(command, 'stmtId') ?? 0
  return Array.from({ length: count }, (_, at) => given?.[at] ?? first + at)
}

const BATCH_MAX = 100_000

export interface Failure {
  readonly index: number
  readonly error: CommandError
}

interface Results {
  readonly outcomes: readonly { readonly index: number; readonly outcome: Outcome }[]
  readonly failures: readonly Failure[]
  readonly retriedStmtIds: readonly number[]
}

export function statementsOf({ command }: Call, field: string): readonly Doc[] {
  const statements = docsOf(command, field)
  if (statements.length > 0 && statements.length <= BATCH_MAX) return statements
  const message = `Write batch sizes must be between 1 and ${BATCH_MAX}. Got ${statements.length} operations.`
  throw new CommandError('InvalidLength', message)
}

/** Does statements one after the other. `ordered`: until the first that fails. */
export async function executeAll(
  call: Call,
  statements: readonly Doc[],
  work: (statement: Doc, number: number, index: number) => Promise<Executed>,
): Promise<Results> {
  const isOrdered = call.command.ordered === undefined || flagOf(call.command, 'ordered')
  const numbers = statementNumbers(call, statements.length)
  const outcomes: { index: number; outcome: Outcome }[] = []
  const failures: Failure[] = []
  const retriedStmtIds: number[] = []
  for (const [index, statement] of statements.entries()) {
    const number = numbers[index] as number
    try {
      const { outcome, isRepeated } = await work(statement, number, index)
      outcomes.push({ index, outcome })
      if (isRepeated) retriedStmtIds.push(number)
    } catch (error) {
      if (!(error instanceof CommandError) || isOfTheWhole(call, error)) throw error
      failures.push({ index, error })
      // An error ends a transaction, and what comes after it.
      if (isOrdered || call.txn) break
    }
  }
  return { outcomes, failures, retriedStmtIds }
}

/** Errors that are not one statement's: the command fails. */
const isOfTheWhole = ({ txn, signal }: Call, error: CommandError): boolean =>
  signal.aborted ||
  error.is('NotImplemented') ||
  error.is('IDLUnknownField') ||
  (txn !== undefined && error.is('WriteConflict'))

export const toWriteErrors = (failures: readonly Failure[]): Doc =>
  failures.length === 0
    ? {}
    : {
        writeErrors: failures.map(({ index, error }) => ({
          index,
          code: error.code,
          ...error.info,
          errmsg: error.message,
        })),
      }

export const toRetried = (numbers: readonly number[]): Doc =>
  numbers.length === 0 ? {} : { retriedStmtIds: numbers.map((number) => new BSON.Int32(number)) }
