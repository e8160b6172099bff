import type { CollectionSpec, IndexSpec } from '#store/engine.ts'
import { type IndexField, isMulti, isSparse, parseField } from '#store/index-keys.ts'

/**
 * How a collection lies in SQLite.
 *
 * One table per collection: `id, revision, schema, birth, body` and one key column for each indexed path,
 * shared by the indexes that name it. `birth` is a random number given at insert: with the revision it tells
 * one body from all others, also from those of a document that was removed and came again. An index over an
 * array has its own table, with a row for each entry. Every index ends in the id, so that each page of each
 * read is one range of one index; a unique one needs no id.
 */
export interface TableLayout {
  readonly name: string
  readonly table: string
  /** The name of the index over the id, quoted. */
  readonly byId: string
  readonly columns: readonly ColumnLayout[]
  /** All indexes by name, `byId` included. */
  readonly indexes: ReadonlyMap<string, IndexLayout>
  /** Those with a table of their own. */
  readonly multi: readonly IndexLayout[]
  /** The unique ones in the collection's table, `byId` left out. */
  readonly unique: readonly IndexLayout[]
}

/** A key column: the value that its path leads to. */
export interface ColumnLayout {
  readonly name: string
  readonly sql: string
  readonly field: IndexField
  /** A missing value is not in the index, instead of being its first. */
  readonly sparse: boolean
}

/** `table`, `sqlName` and `sql` are quoted identifiers. `fields` ends in the id. */
export interface IndexLayout {
  readonly name: string
  readonly spec: IndexSpec
  readonly multi: boolean
  readonly unique: boolean
  readonly sparse: boolean
  readonly table: string
  readonly sqlName: string
  readonly fields: readonly IndexFieldLayout[]
}

export interface IndexFieldLayout {
  readonly column: string
  readonly sql: string
  readonly descending: boolean
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/

/** Quotes an identifier that consists of checked names and the marks that join them. */
export const quote = (identifier: string): string => `"${identifier}"`

/** Names become identifiers, which cannot be bound: nothing but a plain name may pass. */
export function checkName(name: string, what: string): string {
  if (NAME.test(name)) return name
  throw new TypeError(`${JSON.stringify(name)} is no name for ${what}. Use letters, digits, _ and -.`)
}

function columnOf(field: string, sparse: boolean): IndexFieldLayout {
  const { steps, descending } = parseField(field)
  for (const step of steps) checkName(step.name, 'an index field')
  const path = descending ? field.slice(1) : field
  const column = `${sparse ? 'sparse' : 'key'}:${path}`
  return { column, sql: quote(column), descending }
}

function indexLayoutOf(collection: string, name: string, spec: IndexSpec): IndexLayout {
  checkName(name, 'an index')
  const sparse = isSparse(spec)
  const multi = isMulti(spec)
  if (spec.fields.filter((field) => parseField(field).multi).length > 1)
    throw new TypeError(`Index ${collection}.${name} walks two arrays. At most one field may have [].`)
  const fields = spec.fields.map((field) => columnOf(field, sparse))
  const id = { column: 'id', sql: 'id', descending: fields.at(-1)?.descending ?? false }
  return {
    name,
    spec,
    multi,
    sparse,
    unique: Boolean(spec.unique),
    table: quote(multi ? `${collection}:${name}` : collection),
    sqlName: quote(`${collection}:${name}`),
    fields: [...fields, id],
  }
}

function columnsOf(indexes: readonly IndexLayout[]): ColumnLayout[] {
  const columns = new Map<string, ColumnLayout>()
  for (const { spec, sparse, fields, multi } of indexes) {
    if (multi) continue
    for (const [at, field] of spec.fields.entries()) {
      const { column, sql } = fields[at] as IndexFieldLayout
      columns.set(column, { name: column, sql, field: parseField(field), sparse })
    }
  }
  return [...columns.values()]
}

export function layoutOf({ name, indexes: declared }: CollectionSpec): TableLayout {
  checkName(name, 'a collection')
  if (declared.byId) throw new TypeError(`${name}: byId is built in and cannot be declared.`)
  const indexes = Object.entries(declared).map(([index, spec]) => indexLayoutOf(name, index, spec))
  const columns = columnsOf(indexes)
  assertDistinct(
    columns.map((column) => column.name),
    `index fields of ${name}`,
  )
  assertDistinct(['byId', ...Object.keys(declared)], `indexes of ${name}`)
  return {
    name,
    table: quote(name),
    byId: quote(`${name}:byId`),
    columns,
    indexes: new Map(
      [indexLayoutOf(name, 'byId', { fields: [] }), ...indexes].map((index) => [index.name, index]),
    ),
    multi: indexes.filter((index) => index.multi),
    unique: indexes.filter((index) => index.unique && !index.multi),
  }
}

/** SQLite's identifiers ignore case, ours do not. */
export function assertDistinct(names: readonly string[], what: string): void {
  const seen = new Map<string, string>()
  for (const name of names) {
    const other = seen.get(name.toLowerCase())
    if (other !== undefined) throw new TypeError(`Two ${what} differ only in case: ${other}, ${name}.`)
    seen.set(name.toLowerCase(), name)
  }
}
