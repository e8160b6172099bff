import { type ClientSession, type Document, Long, MongoError, type TransactionOptions } from 'mongodb'
import { type Command, commandsOf, type Outcome, outcomeOf } from './commands.ts'
import type { Connection } from './connection.ts'
import { type Deadline, isOver, isPassing, isUnsent, leftMs, pause, unavailable } from './failure.ts'
import type { Step } from './steps.ts'

/** Until when. */
export interface Limits {
  /** Nothing is begun later: what is begun takes its time. */
  readonly begin: Deadline
  /** After this, nothing is sent that could carry it out; so what became of it is no longer asked either. */
  readonly end: Deadline
}

/** Carries out steps: all of them, or none. */
export type Executor = (steps: readonly Step[], limits: Limits) => Promise<Outcome>

/** How long one answer waits for a majority; then it is asked again. */
const MAJORITY_MS = 3_000

export function createExecutor(connection: Connection): Executor {
  const { client, db, canBulkWrite } = connection
  const to = { database: db.databaseName, canBulkWrite }
  return async (steps, limits) => {
    const commands = commandsOf(steps, to)
    const [only] = commands
    if (!only) return 'done'
    // Reads within it need not see what came before: each step names what it needs.
    const session = client.startSession({ causalConsistency: false })
    try {
      return steps.length === 1
        ? await runAlone({ connection, session }, only, limits)
        : await runTogether({ connection, session }, commands, limits)
    } finally {
      await session.endSession()
    }
  }
}

interface Place {
  readonly connection: Connection
  readonly session: ClientSession
}

const send = ({ connection, session }: Place, { isAdmin, command }: Command, more: Document = {}) =>
  (isAdmin ? connection.client.db('admin') : connection.db).command({ ...command, ...more }, { session })

/**
 * One document needs no transaction: a retryable write, which the server carries out once for its session and
 * number, and answers the same each time it is sent. The driver sends such a one twice at most, so it is done
 * here: sent until it is answered, the number must stay.
 */
async function runAlone(place: Place, command: Command, { begin, end }: Limits): Promise<Outcome> {
  const { serverSession } = place.session
  serverSession.txnNumber += 1
  const txnNumber = Long.fromNumber(serverSession.txnNumber)
  let isUnknown = false
  for (let tries = 1; ; tries++) {
    try {
      const wtimeout = Math.min(MAJORITY_MS, leftMs(end))
      const reply = await send(place, command, { txnNumber, writeConcern: { w: 'majority', wtimeout } })
      return outcomeOf(command, reply)
    } catch (error) {
      if (!isPassing(error)) throw error
      isUnknown ||= !isUnsent(error)
      if (isOver(isUnknown ? end : begin)) throw gaveUp(error, isUnknown)
    }
    await pause(tries)
  }
}

const gaveUp = (cause: unknown, isUnknown: boolean) =>
  unavailable(
    cause,
    isUnknown
      ? 'MongoDB did not say in time whether the commit was applied.'
      : 'MongoDB could not be reached in time to commit.',
  )

/**
 * Within a transaction, MongoDB shows one state to all statements and refuses to write to a document that has
 * changed since, so reading from the primary as it is will do.
 */
const TRANSACTION: TransactionOptions = {
  readConcern: { level: 'local' },
  writeConcern: { w: 'majority', wtimeoutMS: MAJORITY_MS },
  readPreference: 'primary',
}

async function runTogether(place: Place, commands: readonly Command[], limits: Limits): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    try {
      const outcome = await tryTogether(place, commands, limits)
      if (outcome !== 'again') return outcome
    } catch (error) {
      if (!isPassing(error)) throw error
      if (isOver(limits.begin)) throw gaveUp(error, false)
    }
    if (isOver(limits.begin)) throw gaveUp(undefined, false)
    await pause(tries)
  }
}

async function tryTogether(place: Place, commands: readonly Command[], limits: Limits) {
  const { session } = place
  session.startTransaction(TRANSACTION)
  try {
    for (const command of commands)
      if (outcomeOf(command, await send(place, command)) === 'refused') {
        await session.abortTransaction()
        return 'refused'
      }
  } catch (error) {
    await session.abortTransaction()
    throw error
  }
  if (isOver(limits.end)) {
    await session.abortTransaction()
    throw gaveUp(undefined, false)
  }
  return await settle(session, limits)
}

/**
 * A commit that was not answered is sent again until it is: the server knows what became of it, whichever
 * member is the primary by then. It says so as well when it has never happened.
 */
async function settle(session: ClientSession, { end }: Limits): Promise<'done' | 'again'> {
  for (let tries = 1; ; tries++) {
    try {
      await session.commitTransaction()
      return 'done'
    } catch (error) {
      const isUndone = error instanceof MongoError && error.hasErrorLabel('TransientTransactionError')
      if (isUndone) return 'again'
      const isUnknown = error instanceof MongoError && error.hasErrorLabel('UnknownTransactionCommitResult')
      if (!isUnknown && !isPassing(error)) throw error
      if (isOver(end)) throw gaveUp(error, true)
    }
    await pause(tries)
  }
}
