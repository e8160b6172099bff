import { CommandError } from './errors.ts'
import {
  addEntries,
  checkUnique,
  createIndex,
  dropEntries,
  duplicateKey,
  entriesIn,
  type Index,
} from './indexes.ts'
import { toKey } from './order.ts'
import { copy, createObjectId, type Doc, isDoc, own, serialize, setOwn } from './values.ts'
import {
  createTxn,
  docOf,
  type Row,
  type Txn,
  type Version,
  viewOf,
  visible,
  WriteConflict,
} from './versions.ts'

const DEPTH_MAX = 180
const DOCUMENT_BYTES_MAX = 16 * 1024 * 1024

/** A collection's documents, past and pending ones too, and its indexes. */
export interface Collection {
  readonly db: string
  readonly name: string
  readonly ns: string
  readonly uuid: unknown
  readonly rows: Map<string, Row>
  readonly indexes: Map<string, Index>
}

export const ID_INDEX = '_id_'

export const createCollection = (db: string, name: string, uuid: unknown): Collection => ({
  db,
  name,
  ns: `${db}.${name}`,
  uuid,
  rows: new Map(),
  indexes: new Map([[ID_INDEX, createIndex({ v: 2, key: { _id: 1 }, name: ID_INDEX })]]),
})

let lastSeq = 0

/** Adds a document, to be seen when the transaction is committed. Gives its `_id`. */
export function insertDoc(collection: Collection, txn: Txn, given: Doc): unknown {
  const doc = withIdFirst(given)
  const id = doc._id
  checkId(id)
  const idKey = toKey(id)
  let row = collection.rows.get(idKey)
  if (!row) {
    lastSeq += 1
    row = { seq: lastSeq, idKey, id, versions: [], pending: undefined }
    collection.rows.set(idKey, row)
  } else {
    refuseForeign(row, txn)
    if (visible(row, viewOf(txn))) throw duplicateKey(idIndexOf(collection), collection.ns, [id])
  }
  try {
    const { bytes } = write(collection, txn, { row, doc })
    txn.changes.push({ type: 'insert', ...placeOf(collection), id, bytes: bytes as Uint8Array })
  } finally {
    dropIfEmpty(collection, row)
  }
  return id
}

/** What replaces a document, and how change streams tell it: without a description, as a replacement. */
export interface Replacement {
  readonly row: Row
  readonly doc: Doc
  readonly description?: Doc | undefined
}

/** Gives what was written. */
export function changeDoc(
  collection: Collection,
  txn: Txn,
  { row, doc, description }: Replacement,
): Uint8Array {
  refuseForeign(row, txn)
  const bytes = write(collection, txn, { row, doc }).bytes as Uint8Array
  const event = { ...placeOf(collection), id: row.id, bytes }
  txn.changes.push(description ? { type: 'update', ...event, description } : { type: 'replace', ...event })
  return bytes
}

export function removeDoc(collection: Collection, txn: Txn, row: Row): void {
  refuseForeign(row, txn)
  write(collection, txn, { row, doc: null })
  txn.changes.push({ type: 'delete', ...placeOf(collection), id: row.id })
}

const placeOf = ({ db, name }: Collection) => ({ db, collection: name })

const idIndexOf = ({ indexes }: Collection) => indexes.get(ID_INDEX) as Index

/** The server puts `_id` in front, and makes one where there is none. */
export function withIdFirst(doc: Doc): Doc {
  if (Object.keys(doc)[0] === '_id') return doc
  const result: Doc = { _id: own(doc, '_id') ?? createObjectId() }
  for (const [key, value] of Object.entries(doc)) if (key !== '_id') setOwn(result, key, value)
  return result
}

function checkId(id: unknown): void {
  if (!Array.isArray(id)) return
  throw new CommandError('InvalidIdField', "The '_id' value cannot be of type array")
}

function refuseForeign({ pending, versions }: Row, txn: Txn): void {
  if (pending && pending.by !== txn) throw new WriteConflict(pending.by)
  const last = versions.at(-1)
  if (last && last.at > txn.snapshot) throw new WriteConflict()
}

function checkDepth(value: unknown, depth = 0): void {
  if (!Array.isArray(value) && !isDoc(value)) return
  if (depth > DEPTH_MAX) {
    const message = `cannot insert document because it exceeds ${DEPTH_MAX} levels of nesting`
    throw new CommandError('Overflow', message)
  }
  for (const each of Array.isArray(value) ? value : Object.values(value)) checkDepth(each, depth + 1)
}

function write(collection: Collection, txn: Txn, { row, doc }: { row: Row; doc: Doc | null }): Version {
  const bytes = doc && serialize(doc)
  if (bytes && bytes.length > DOCUMENT_BYTES_MAX) {
    const message = `object to insert too large. size in bytes: ${bytes.length}, max size: ${DOCUMENT_BYTES_MAX}`
    throw new CommandError('BSONObjectTooLarge', message)
  }
  if (doc) checkDepth(doc)
  const version: Version = { at: Number.POSITIVE_INFINITY, bytes, doc: doc ?? undefined }
  for (const index of collection.indexes.values()) {
    // What an index refuses is refused before anything is changed.
    entriesIn(index, version)
    if (index.unique) checkUnique(index, { row, version, txn, ns: collection.ns })
  }
  const before = row.pending?.version
  row.pending = { by: txn, version }
  txn.rows.set(row, collection)
  for (const index of collection.indexes.values()) {
    addEntries(index, row, version)
    if (before) dropEntries(index, row, before)
  }
  return version
}

/** Undoes what a transaction wrote to a row. */
export function discardPending(collection: Collection, row: Row): void {
  const gone = row.pending?.version
  if (!gone) return
  row.pending = undefined
  for (const index of collection.indexes.values()) dropEntries(index, row, gone)
  dropIfEmpty(collection, row)
}

function dropIfEmpty(collection: Collection, row: Row): void {
  if (row.pending || row.versions.length > 0) return
  if (collection.rows.get(row.idKey) === row) collection.rows.delete(row.idKey)
}

/** Forgets versions that nobody can ask for any longer: those that were replaced at `horizon` or before. */
export function forgetVersions(collection: Collection, row: Row, horizon: number): void {
  const { versions } = row
  const current = versions.findLastIndex((version) => version.at <= horizon)
  const isGone = current >= 0 && current === versions.length - 1 && versions[current]?.bytes === null
  const gone = versions.splice(0, isGone ? current + 1 : Math.max(0, current))
  for (const version of gone)
    for (const index of collection.indexes.values()) dropEntries(index, row, version)
  dropIfEmpty(collection, row)
}

/** Fills a new index from what is there; refuses it where a unique key is taken twice. */
export function buildIndex(collection: Collection, index: Index): void {
  const txn = createTxn(Number.MAX_SAFE_INTEGER)
  for (const row of collection.rows.values()) {
    const version = visible(row, viewOf(txn))
    if (version && index.unique) checkUnique(index, { row, version, txn, ns: collection.ns })
    for (const each of row.versions) addEntries(index, row, each)
  }
  collection.indexes.set(index.name, index)
}

/** The documents that a reader without a filter sees. */
export function countDocs(collection: Collection): number {
  let count = 0
  for (const { versions } of collection.rows.values()) if (versions.at(-1)?.bytes) count += 1
  return count
}

/** A document of a row that may be changed without changing the row. */
export const copyOf = (version: Version): Doc => copy(docOf(version) as Doc)
