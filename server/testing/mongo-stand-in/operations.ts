import { checkCollation, checkFields, docAt, flagOf, numberOf } from './call.ts'
import { type Collection, changeDoc, insertDoc, removeDoc } from './collection.ts'
import { CommandError, notKnownHere } from './errors.ts'
import type { Scope } from './expressions.ts'
import { compileFilter, type Matcher } from './match.ts'
import { findDocs, type Query } from './query.ts'
import { compileUpdate, type Update, upsertBase } from './update.ts'
import { type Doc, isTruthy, own } from './values.ts'
import { docOf, type Row, type Txn, type Version, viewOf, visible } from './versions.ts'

/** One update, as the commands update, bulkWrite and findAndModify give it. */
export interface UpdateOp {
  readonly query: Query
  readonly update: Update
  readonly multi: boolean
  readonly upsert: boolean
}

export interface DeleteOp {
  readonly query: Query
  readonly multi: boolean
}

const UPDATE_FIELDS = ['q', 'u', 'c', 'multi', 'upsert', 'collation', 'arrayFilters', 'hint', 'sort']
const DELETE_FIELDS = ['q', 'limit', 'collation', 'hint']

/** A statement of the command `update`. */
export function readUpdate(statement: Doc, scope: Scope): UpdateOp {
  checkFields('update.updates', statement, UPDATE_FIELDS)
  checkCollation(statement)
  if (statement.arrayFilters !== undefined) throw notKnownHere('arrayFilters')
  return toUpdateOp(statement, { filter: 'q', update: 'u', scope: { ...scope, ...docAt(statement, 'c') } })
}

export function toUpdateOp(
  from: Doc,
  { filter, update, scope }: { readonly filter: string; readonly update: string; readonly scope: Scope },
): UpdateOp {
  const compiled = compileUpdate(from[update], scope)
  const multi = flagOf(from, 'multi')
  if (multi && compiled.isReplacement) {
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update')
  }
  if (multi && from.sort !== undefined) {
    throw new CommandError('FailedToParse', 'Cannot specify sort with multi=true')
  }
  const query = { filter: docAt(from, filter) ?? {}, sort: docAt(from, 'sort'), hint: from.hint, scope }
  return { query, update: compiled, multi, upsert: flagOf(from, 'upsert') }
}

/** A statement of the command `delete`. */
export function readDelete(statement: Doc, scope: Scope): DeleteOp {
  checkFields('delete.deletes', statement, DELETE_FIELDS)
  checkCollation(statement)
  const limit = numberOf(statement, 'limit')
  if (limit === undefined) {
    throw new CommandError(
      'IDLFailedToParse',
      "BSON field 'delete.deletes.limit' is missing but a required field",
    )
  }
  if (limit !== 0 && limit !== 1) {
    throw new CommandError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`)
  }
  return { query: { filter: docAt(statement, 'q') ?? {}, hint: statement.hint, scope }, multi: limit === 0 }
}

/** What an update did to one document, or that it made one. */
export interface Change {
  readonly n: number
  readonly nModified: number
  readonly upsertedId?: unknown
  readonly before?: Uint8Array
  readonly after?: Uint8Array
}

const NOTHING: Change = { n: 0, nModified: 0 }

/** The first document that the query finds, or a new one if the update says so. */
export function updateFirst(collection: Collection, txn: Txn, op: UpdateOp): Change {
  const [hit] = findDocs(collection, viewOf(txn), { ...op.query, limit: 1 })
  if (hit) return updateRow(collection, txn, { ...hit, update: op.update })
  return op.upsert ? upsert(collection, txn, op) : NOTHING
}

function upsert(collection: Collection, txn: Txn, { query, update }: UpdateOp): Change {
  const base = upsertBase(query.filter)
  const id = own(base, '_id')
  const from = update.isReplacement ? (id === undefined ? {} : { _id: id }) : base
  const { doc } = update.apply(from, true)
  const upsertedId = insertDoc(collection, txn, doc)
  const change = txn.changes.at(-1)
  return { n: 1, nModified: 0, upsertedId, ...(change?.bytes && { after: change.bytes }) }
}

function updateRow(
  collection: Collection,
  txn: Txn,
  { row, version, update }: { row: Row; version: Version; update: Update },
): Change {
  const before = version.bytes as Uint8Array
  const { doc, isChanged, description } = update.apply(docOf(version) as Doc, false)
  if (!isChanged) return { n: 1, nModified: 0, before, after: before }
  const after = changeDoc(collection, txn, { row, doc, description })
  return { n: 1, nModified: 1, before, after }
}

/** The rows that an operation on many begins with; each is then looked at again when its turn comes. */
export const rowsOf = (collection: Collection, txn: Txn, query: Query): Row[] =>
  [...findDocs(collection, viewOf(txn), query)].map(({ row }) => row)

const isStill = (version: Version | undefined, matches: Matcher): version is Version =>
  version !== undefined && matches(docOf(version) as Doc)

/** One of the rows of an operation on many; nothing if it no longer passes. */
export function updateOneOf(
  collection: Collection,
  txn: Txn,
  { op, row }: { op: UpdateOp; row: Row },
): Change {
  const version = visible(row, viewOf(txn))
  if (!isStill(version, compileFilter(op.query.filter, op.query.scope))) return NOTHING
  return updateRow(collection, txn, { row, version, update: op.update })
}

export function deleteOneOf(
  collection: Collection,
  txn: Txn,
  { op, row }: { op: DeleteOp; row: Row },
): number {
  const version = visible(row, viewOf(txn))
  if (!isStill(version, compileFilter(op.query.filter, op.query.scope))) return 0
  removeDoc(collection, txn, row)
  return 1
}

/** The first document that the query finds; gives its bytes. */
export function deleteFirst(collection: Collection, txn: Txn, op: DeleteOp): Uint8Array | undefined {
  const [hit] = findDocs(collection, viewOf(txn), { ...op.query, limit: 1 })
  if (!hit) return undefined
  removeDoc(collection, txn, hit.row)
  return hit.version.bytes ?? undefined
}

/** The fields that a document must not begin with when it is inserted. */
export function checkInsert(doc: Doc): void {
  for (const [key, value] of Object.entries(doc)) {
    if (key !== '_id' || !isTruthy(value)) continue
    if (Object.keys(value as object).some((inner) => inner.startsWith('$'))) {
      const message = `_id fields may not contain '$'-prefixed fields: ${key}`
      throw new CommandError('DollarPrefixedFieldName', message)
    }
  }
}
