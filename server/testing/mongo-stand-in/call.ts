import type { Clock } from '#kernel/clock.ts'
import type { Collection } from './collection.ts'
import type { Cursors } from './cursors.ts'
import { CommandError, notKnownHere } from './errors.ts'
import type { Scope } from './expressions.ts'
import type { Member } from './member.ts'
import type { Session, Sessions } from './sessions.ts'
import type { Storage } from './storage.ts'
import { type Doc, fromTimestamp, isDoc, isTruthy, toNumber, toTimestamp, typeOf } from './values.ts'
import { LATEST, type Txn, type View, viewOf } from './versions.ts'

/** What every command works on. */
export interface World {
  readonly clock: Clock
  readonly storage: Storage
  readonly sessions: Sessions
  readonly cursors: Cursors
  readonly member: Member
  /** 7 or 8. */
  readonly version: number
  readonly transactionLifetimeMs: number
}

/** One command, as it came. */
export interface Call {
  readonly world: World
  readonly name: string
  readonly db: string
  readonly command: Doc
  /** Aborts when the connection it came by is gone. */
  readonly signal: AbortSignal
  readonly session: Session | undefined
  /** The transaction that it is part of. */
  readonly txn: Txn | undefined
  /** Whether it is a retryable write. */
  readonly isRetryable: boolean
  /** When `maxTimeMS` is over, by the clock. */
  readonly deadline: number | undefined
}

export interface Reply {
  readonly [field: string]: unknown
}

export interface CommandSpec {
  /** Arguments besides those that every command has. */
  readonly fields: readonly string[]
  /** Reads can be answered by a secondary, where the client allows it; `any` by whoever is there. */
  readonly needs: 'primary' | 'readable' | 'any'
  readonly inTransaction?: boolean
  /** Run against the database `admin` only. */
  readonly isAdmin?: boolean
  run(call: Call): Promise<Reply> | Reply
}

export type Commands = Readonly<Record<string, CommandSpec>>

const wrongType = (field: string, value: unknown, expected: string) =>
  new CommandError(
    'TypeMismatch',
    `BSON field '${field}' is the wrong type '${typeOf(value)}', expected type '${expected}'`,
  )

/** Arguments of a command or of one of its statements, by their types; undefined where they are missing. */
export function textOf(doc: Doc, field: string): string {
  const value = doc[field]
  if (typeof value === 'string') return value
  if (value === undefined) throw missing(field)
  throw wrongType(field, value, 'string')
}

const missing = (field: string) =>
  new CommandError('IDLFailedToParse', `BSON field '${field}' is missing but a required field`)

export function numberOf(doc: Doc, field: string): number | undefined {
  const value = doc[field]
  if (value === undefined) return undefined
  const number = toNumber(value)
  if (number === undefined) throw wrongType(field, value, 'number')
  return number
}

/** A count: an integer that is not negative. */
export function countOf(doc: Doc, field: string): number | undefined {
  const number = numberOf(doc, field)
  if (number === undefined || (number >= 0 && Number.isInteger(number))) return number
  const message = `BSON field '${field}' value must be >= 0, actual value '${number}'`
  throw new CommandError('BadValue', message)
}

export function docAt(doc: Doc, field: string): Doc | undefined {
  const value = doc[field]
  if (value === undefined || isDoc(value)) return value
  throw wrongType(field, value, 'object')
}

export function requiredDoc(doc: Doc, field: string): Doc {
  const value = docAt(doc, field)
  if (!value) throw missing(field)
  return value
}

export function listOf(doc: Doc, field: string): readonly unknown[] {
  const value = doc[field]
  if (Array.isArray(value)) return value
  if (value === undefined) throw missing(field)
  throw wrongType(field, value, 'array')
}

export function docsOf(doc: Doc, field: string): readonly Doc[] {
  return listOf(doc, field).map((each, at) => {
    if (isDoc(each)) return each
    throw wrongType(`${field}.${at}`, each, 'object')
  })
}

/** Fields that are known, of a statement inside a command: any other is an error, as in the server. */
export function checkFields(place: string, doc: Doc, known: readonly string[]): void {
  const unknown = Object.keys(doc).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    throw new CommandError('IDLUnknownField', `BSON field '${place}.${unknown}' is an unknown field.`)
  }
}

/** Only the order of code points is known here, which is the server's default. */
export function checkCollation(doc: Doc): void {
  const collation = docAt(doc, 'collation')
  if (collation && collation.locale !== 'simple') throw notKnownHere('collations other than "simple"')
}

export const flagOf = (doc: Doc, field: string): boolean => isTruthy(doc[field])

/** The collection that a command names; undefined where there is none yet. */
export const collectionOf = ({ world, db, command, name }: Call): Collection | undefined =>
  world.storage.find(db, textOf(command, name))

/** The variables of `let`, and those that every expression has. */
export function scopeOf({ world, command }: Call, variables = docAt(command, 'let')): Scope {
  const system = { NOW: new Date(world.clock.now()), CLUSTER_TIME: toTimestamp(world.storage.now()) }
  return { ...system, ...variables }
}

/** What a read sees, and the moment of it where the client asked for a snapshot. */
export function readView({ world, command, txn }: Call): { view: View; snapshot?: number } {
  if (txn) return { view: viewOf(txn) }
  const concern = docAt(command, 'readConcern')
  if (concern?.level !== 'snapshot') return { view: LATEST }
  const snapshot = fromTimestamp(concern.atClusterTime) ?? world.storage.now()
  world.storage.checkReadable(snapshot)
  return { view: { at: snapshot }, snapshot }
}
