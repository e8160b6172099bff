import { BSON } from 'mongodb'
import { type Call, type CommandSpec, docAt, numberOf, type World } from './call.ts'
import { adminCommands } from './commands/admin.ts'
import { catalogCommands } from './commands/catalog.ts'
import { indexCommands } from './commands/indexes.ts'
import { readCommands } from './commands/read.ts'
import { writeCommands } from './commands/write.ts'
import { CommandError, isStateChange, labelsOf } from './errors.ts'
import { abortOpen, enterRetryableWrite, enterTransaction, type Session } from './sessions.ts'
import { type Doc, isDoc, toNumber, toTimestamp } from './values.ts'
import type { Message } from './wire.ts'

/** Arguments that every command may have. */
const COMMON_FIELDS = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'maxTimeMS',
  '$audit',
])

export type Dispatch = (message: Message, signal: AbortSignal) => Promise<Doc>

/** Does commands, each in what it belongs to, and puts errors and times into the server's shape. */
export function createDispatch(world: World): Dispatch {
  const commands: Readonly<Record<string, CommandSpec>> = {
    ...adminCommands,
    ...readCommands,
    ...writeCommands(world.version),
    ...catalogCommands,
    ...indexCommands,
  }

  async function run(message: Message, signal: AbortSignal): Promise<Doc> {
    const [name = ''] = Object.keys(message.command)
    const spec = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!spec) throw new CommandError('CommandNotFound', `no such command: '${name}'`)
    checkArguments(name, message.command, spec)
    if (spec.isAdmin && message.db !== 'admin') throw adminOnly(name)
    checkRole(world, message.command, spec)
    checkReadConcern(message.command)
    const session = world.sessions.of(message.command.lsid)
    const at = { name, spec, session, signal }
    if (!session || message.command.txnNumber === undefined) return answer(world, message, at)
    return inTurn(session, () => answer(world, message, at))
  }

  return async (message, signal) => {
    try {
      return withTimes(world, { ...(await run(message, signal)), ok: 1 })
    } catch (error) {
      return withTimes(world, toErrorReply(world, message.command, toCommandError(error)))
    }
  }
}

const toCommandError = (error: unknown): CommandError =>
  error instanceof CommandError
    ? error
    : new CommandError(
        'InternalError',
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      )

function checkArguments(name: string, command: Doc, spec: CommandSpec): void {
  const known = [name, ...spec.fields]
  const unknown = Object.keys(command).find((key) => !known.includes(key) && !COMMON_FIELDS.has(key))
  if (unknown === undefined) return
  throw new CommandError('IDLUnknownField', `BSON field '${name}.${unknown}' is an unknown field.`)
}

const adminOnly = (name: string) =>
  new CommandError('Unauthorized', `${name} may only be run against the admin database.`)

const LEVELS = ['local', 'available', 'majority', 'linearizable', 'snapshot']

function checkReadConcern(command: Doc): void {
  const level = docAt(command, 'readConcern')?.level ?? 'local'
  if (!LEVELS.includes(String(level))) {
    throw new CommandError(
      'FailedToParse',
      `Enumeration value '${level}' for field 'level' is not a valid value.`,
    )
  }
  const isInTransaction = command.autocommit === false
  if (!isInTransaction || (level !== 'available' && level !== 'linearizable')) return
  const message = 'The readConcern level must be either "local", "majority" or "snapshot" in a transaction'
  throw new CommandError('InvalidOptions', message)
}

/** A member that is not primary takes no writes, and reads only from those who allow it. */
function checkRole({ member }: World, command: Doc, { needs }: CommandSpec): void {
  if (member.isPrimary || needs === 'any') return
  if (needs === 'primary') throw new CommandError('NotWritablePrimary', 'not primary')
  const mode = docAt(command, '$readPreference')?.mode ?? 'primary'
  if (mode !== 'primary') return
  throw new CommandError('NotPrimaryNoSecondaryOk', 'not primary and secondaryOk=false')
}

/** One command of a session after the other, as far as they have numbers. */
async function inTurn<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const before = session.turn
  const { promise, resolve } = Promise.withResolvers<void>()
  session.turn = promise
  await before
  try {
    return await work()
  } finally {
    resolve()
  }
}

interface At {
  readonly name: string
  readonly spec: CommandSpec
  readonly session: Session | undefined
  readonly signal: AbortSignal
}

const ENDINGS = ['commitTransaction', 'abortTransaction']

async function answer(world: World, { command, db }: Message, at: At): Promise<Doc> {
  const { name, spec, session, signal } = at
  const inTransaction = command.autocommit === false
  const isEnding = ENDINGS.includes(name)
  if (inTransaction && !spec.inTransaction) {
    const message = `Cannot run '${name}' in a multi-document transaction.`
    throw new CommandError('OperationNotSupportedInTransaction', message)
  }
  const txnNumber = command.txnNumber === undefined ? undefined : BigInt(toNumber(command.txnNumber) ?? 0)
  const isRetryable = txnNumber !== undefined && !inTransaction && spec.needs === 'primary'
  if (isRetryable && session) enterRetryableWrite(world.storage, session, txnNumber)
  const belongs = inTransaction && !isEnding && session && txnNumber !== undefined
  const txn = belongs ? enter(world, session, { command, txnNumber }) : undefined
  const maxTimeMs = name === 'getMore' || name === 'hello' ? undefined : numberOf(command, 'maxTimeMS')
  const deadline = maxTimeMs ? world.clock.now() + maxTimeMs : undefined
  const call: Call = { world, name, db, command, signal, session, txn, isRetryable, deadline }
  try {
    const reply = { ...(await spec.run(call)) }
    // An error of one statement ends the whole transaction too.
    if (txn && session && 'writeErrors' in reply) abortOpen(world.storage, session)
    if (txn && session && Number(reply.nErrors ?? 0) > 0) abortOpen(world.storage, session)
    return spec.needs === 'primary' && !txn ? { ...reply, ...writeConcernError(command) } : reply
  } catch (error) {
    if (txn && session) abortOpen(world.storage, session)
    throw error
  }
}

function enter(world: World, session: Session, { command, txnNumber }: { command: Doc; txnNumber: bigint }) {
  const { storage, transactionLifetimeMs } = world
  const starts = command.startTransaction === true
  const txn = enterTransaction(storage, session, { txnNumber, starts, readConcern: command.readConcern })
  if (starts) {
    const timer = setTimeout(() => {
      if (session.txn === txn) abortOpen(storage, session)
    }, transactionLifetimeMs)
    txn.ended.then(() => clearTimeout(timer))
  }
  return txn
}

/** More members than there are cannot acknowledge. */
function writeConcernError(command: Doc): Doc {
  const concern = command.writeConcern
  const members = isDoc(concern) ? toNumber(concern.w) : undefined
  if (members === undefined || members <= 1) return {}
  const errmsg = 'Not enough data-bearing nodes'
  return { writeConcernError: { code: 100, codeName: 'UnsatisfiableWriteConcern', errmsg } }
}

function readsChanges({ cursors }: World, { getMore, pipeline }: Doc): boolean {
  const [first] = Array.isArray(pipeline) ? pipeline : []
  if (BSON.Long.isLong(getMore)) return cursors.isChangeStream(getMore.toBigInt())
  return isDoc(first) && '$changeStream' in first
}

function toErrorReply(world: World, command: Doc, error: CommandError): Doc {
  const [name = ''] = Object.keys(command)
  const { code, codeName, message: errmsg, info } = error
  const labels = labelsOf(code, {
    inTransaction: command.autocommit === false,
    endsTransaction: ENDINGS.includes(name),
    retryable: command.txnNumber !== undefined,
    changeStream: readsChanges(world, command),
  })
  return {
    ok: 0,
    errmsg,
    code,
    codeName,
    ...(labels.length > 0 && { errorLabels: labels }),
    ...info,
    ...(isStateChange(code) && { topologyVersion: world.member.topologyVersion() }),
  }
}

const SIGNATURE = { hash: new BSON.Binary(new Uint8Array(20)), keyId: BSON.Long.ZERO }

function withTimes(world: World, reply: Doc): Doc {
  const now = toTimestamp(world.storage.now())
  return { ...reply, $clusterTime: { clusterTime: now, signature: SIGNATURE }, operationTime: now }
}
