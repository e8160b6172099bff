import { createHash } from 'node:crypto'
import type { Body, CollectionSpec, IndexSpec, Key } from '#store/engine.ts'
import { entriesOf, type IndexField, isMulti, isSparse, parseField } from '#store/index-keys.ts'
import { encodeKey } from './keys.ts'

/**
 * How a collection lies in MongoDB.
 *
 * A document is `{ _id, revision, schema, birth, layout, keys, entries, body }`. `keys` holds, for each index
 * over single values, the document's entry as one string that sorts as the index does, its id at the end; a
 * plain index over it serves every read. An index over an array cannot be served like that: MongoDB finds a
 * document once, however many of its elements match. Its entries are documents of their own, in `ENTRIES`.
 * So are unique keys, whose `_id` is the key, since no other unique index than that of the shard key holds on
 * a sharded cluster. `entries` names exactly those that belong to the document, so that whoever changes or
 * removes it knows what goes with it, also when they were made by a version with other indexes. `birth` is
 * given at random at insert: with the revision it tells one body from all others. `layout` says which indexes
 * were kept when it was written.
 */
export interface Layout {
  readonly name: string
  /** Changes whenever the indexes do. */
  readonly id: string
  /** All indexes by name, `byId` included. */
  readonly indexes: ReadonlyMap<string, IndexLayout>
  /** Those with a key in the document. */
  readonly keyed: readonly IndexLayout[]
  /** Those with documents in `ENTRIES`. */
  readonly entered: readonly IndexLayout[]
  /** The top-level fields that some index leads through. */
  readonly indexedFields: ReadonlySet<string>
}

export interface IndexLayout {
  readonly name: string
  readonly spec: IndexSpec
  /** Its name in MongoDB and in `keys`: another one once it is declared otherwise. */
  readonly tag: string
  /** What the `_id` of its entries begins with. */
  readonly space: string
  readonly fields: readonly IndexField[]
  readonly multi: boolean
  readonly unique: boolean
  /** Whether the id, the silent last field, sorts downwards. */
  readonly idDescending: boolean
}

/** Names with a dot cannot be those of a shop's collection. */
export const ENTRIES = 'store.entries'
export const LAYOUTS = 'store.layouts'
export const LAYOUT_INDEX = 'layout'

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/

/** Names become paths and namespaces: nothing but a plain name may pass. */
export function checkName(name: string, what: string): string {
  if (NAME.test(name)) return name
  throw new TypeError(`${JSON.stringify(name)} is no name for ${what}. Use letters, digits, _ and -.`)
}

export function layoutOf({ name, indexes: declared }: CollectionSpec): Layout {
  checkName(name, 'a collection')
  if (declared.byId) throw new TypeError(`${name}: byId is built in and cannot be declared.`)
  const indexes = Object.entries(declared).map(([index, spec]) => indexLayoutOf(name, index, spec))
  const byId = indexLayoutOf(name, 'byId', { fields: [] })
  return {
    name,
    id: digest(indexes.map((index) => index.tag).sort()),
    indexes: new Map([byId, ...indexes].map((index) => [index.name, index])),
    keyed: indexes.filter((index) => !index.multi),
    entered: indexes.filter((index) => index.multi || index.unique),
    indexedFields: new Set(
      indexes.flatMap(({ fields }) => fields.map((field) => field.steps[0]?.name as string)),
    ),
  }
}

function indexLayoutOf(collection: string, name: string, spec: IndexSpec): IndexLayout {
  checkName(name, 'an index')
  const fields = spec.fields.map(parseField)
  for (const field of fields) for (const step of field.steps) checkName(step.name, 'an index field')
  if (fields.filter((field) => field.multi).length > 1)
    throw new TypeError(`Index ${collection}.${name} walks two arrays. At most one field may have [].`)
  const tag = `${name}-${digest([spec.fields, Boolean(spec.unique), isSparse(spec)])}`
  return {
    name,
    spec,
    tag,
    space: `${collection}.${tag}:`,
    fields,
    multi: isMulti(spec),
    unique: Boolean(spec.unique),
    idDescending: fields.at(-1)?.descending ?? false,
  }
}

const digest = (what: unknown): string =>
  createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 8)

/** The beginning of an entry: one string for the keys that are given. The id may follow the declared ones. */
export const encodeKeys = ({ fields, idDescending }: IndexLayout, keys: readonly Key[]): string =>
  keys.map((key, at) => encodeKey(key, fields[at]?.descending ?? idDescending)).join('')

/** A document of `ENTRIES`. */
export interface Entry {
  readonly _id: string
  readonly owner: string
  /** The keys that the entry stands for, where they are asked for. */
  readonly keys?: readonly Key[]
}

/** A document's place in the indexes. */
export interface Placement {
  readonly keys: Readonly<Record<string, string>>
  /** In the order of their `_id`. */
  readonly entries: readonly Entry[]
}

export function placementOf(layout: Layout, id: string, body: Body): Placement {
  const keys: Record<string, string> = {}
  for (const index of layout.keyed) {
    const entry = entriesOf(index.spec, body)[0]
    if (entry) keys[index.tag] = encodeKeys(index, [...entry, id])
  }
  const entries = layout.entered.flatMap((index) => entriesIn(index, id, body))
  return { keys, entries: entries.sort((a, b) => (a._id < b._id ? -1 : 1)) }
}

function entriesIn(index: IndexLayout, owner: string, body: Body): Entry[] {
  return entriesOf(index.spec, body).map((keys) => ({
    _id: index.space + encodeKeys(index, index.unique ? keys : [...keys, owner]),
    owner,
    ...(index.multi && { keys }),
  }))
}

/** The index that an entry belongs to, if it is one of this layout. */
export const indexOfEntry = ({ entered }: Layout, entry: string): IndexLayout | undefined =>
  entered.find((index) => entry.startsWith(index.space))
