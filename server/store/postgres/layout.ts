import type { CollectionSpec, IndexSpec } from '#store/engine.ts'
import { type IndexField, isMulti, isSparse, parseField } from '#store/index-keys.ts'
import { checkName, digestOf, type Qualify, toIdentifier } from './names.ts'

/**
 * How a collection lies in PostgreSQL.
 *
 * One table per collection, `id, revision, schema, body jsonb`, which can be spread over servers by its id.
 * An entry of an index is one text that sorts, byte by byte, as the index does (see keys.ts), and is always
 * worked out by the database from the body: whichever version of the shop writes a document, the indexes of
 * all versions follow. An index that gives a document one entry is an expression index over that text. One
 * that is unique or walks an array has a table of entries, `key, id`: the key of a unique one is its primary
 * key and can be what it is spread by, so that uniqueness holds on many servers as well.
 */
export interface TableLayout {
  readonly name: string
  readonly tableName: string
  /** Quoted, with its schema, as are all names of objects here. */
  readonly table: string
  /** The function that carries out writes. */
  readonly write: string
  /** All indexes by name, `byId` included. */
  readonly indexes: ReadonlyMap<string, IndexLayout>
  /** Those that are declared. */
  readonly declared: readonly IndexLayout[]
}

export interface IndexLayout {
  readonly name: string
  readonly spec: IndexSpec
  /** What tells it from all others, also from one that was declared otherwise under the same name. */
  readonly object: string
  readonly kind: IndexKind
  readonly fields: readonly FieldLayout[]
  /** Its order is that of its keys from the last to the first. */
  readonly descending: boolean
  /** The index, or the table of its entries. */
  readonly at: string
  /** The function that makes the entry, or the entries, of a document. */
  readonly key: string
  /** The functions that read from the first entry to the last, and from the last to the first. */
  readonly up: string
  readonly down: string
}

/** `id` is the built-in one: the table's primary key. */
export type IndexKind = 'id' | 'expression' | 'entries' | 'unique'

export interface FieldLayout extends IndexField {
  /**
   * Sorted against the index's direction. That of the index is the direction of its last field and the id, so
   * ids are always written as they are.
   */
  readonly inverted: boolean
}

export const hasEntries = ({ kind }: Pick<IndexLayout, 'kind'>): boolean =>
  kind === 'entries' || kind === 'unique'

/** Part of every index's identity: raise it when keys are made otherwise, and all are built anew. */
const KEY_FORMAT = 1

function kindOf(spec: IndexSpec): IndexKind {
  if (spec.unique) return 'unique'
  return isMulti(spec) ? 'entries' : 'expression'
}

function fieldsOf(collection: string, index: string, spec: IndexSpec): FieldLayout[] {
  const fields = spec.fields.map(parseField)
  for (const { steps } of fields) for (const step of steps) checkName(step.name, 'an index field')
  if (fields.filter((field) => field.multi).length > 1)
    throw new TypeError(`Index ${collection}.${index} walks two arrays. At most one field may have [].`)
  const descending = fields.at(-1)?.descending ?? false
  return fields.map((field) => ({ ...field, inverted: field.descending !== descending }))
}

/** What an index consists of in the database. */
export const objectsOf = (object: string, qualify: Qualify) => ({
  at: qualify(object),
  key: qualify(object),
  up: qualify(`${object}:up`),
  down: qualify(`${object}:down`),
})

function indexLayoutOf(collection: string, name: string, spec: IndexSpec, qualify: Qualify): IndexLayout {
  checkName(name, 'an index')
  const fields = fieldsOf(collection, name, spec)
  const identity = [KEY_FORMAT, collection, name, spec.fields, Boolean(spec.unique), isSparse(spec)]
  const object = `${collection}:${name}:${digestOf(JSON.stringify(identity))}`
  return {
    name,
    spec,
    object,
    kind: kindOf(spec),
    fields,
    descending: fields.at(-1)?.descending ?? false,
    ...objectsOf(object, qualify),
  }
}

export function layoutOf({ name, indexes }: CollectionSpec, qualify: Qualify): TableLayout {
  checkName(name, 'a collection')
  if (indexes.byId) throw new TypeError(`${name}: byId is built in and cannot be declared.`)
  const declared = Object.entries(indexes).map(([index, spec]) => indexLayoutOf(name, index, spec, qualify))
  const byId: IndexLayout = { ...indexLayoutOf(name, 'byId', { fields: [] }, qualify), kind: 'id' }
  return {
    name,
    tableName: toIdentifier(name),
    table: qualify(name),
    write: qualify(`${name}:write`),
    indexes: new Map([byId, ...declared].map((index) => [index.name, index])),
    declared,
  }
}
