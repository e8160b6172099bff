import { type Entries, entriesOf, type KeyPattern } from './entries.ts'
import { CommandError } from './errors.ts'
import { compileFilter, type Matcher } from './match.ts'
import { stepsOf } from './paths.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'
import { type Doc, isDoc, isTruthy, toNumber, typeOf } from './values.ts'
import { docOf, type Row, type Txn, type Version, viewOf, visible, WriteConflict } from './versions.ts'

export interface Entry {
  readonly key: string
  readonly row: Row
}

export interface Index {
  readonly name: string
  /** As it was asked for, and as `listIndexes` shows it. */
  readonly spec: Doc
  readonly pattern: KeyPattern
  readonly unique: boolean
  readonly sparse: boolean
  readonly partial: { readonly spec: Doc; readonly matches: Matcher } | undefined
  /** Which fields have ever been under an array. */
  readonly multi: boolean[]
  readonly list: SortedList<Entry>
  readonly cache: WeakMap<Version, Entries>
}

const compareEntries = (a: Entry, b: Entry): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.seq - b.row.seq

/** `{ a: 1, b: -1 }` as fields with directions. */
export function toPattern(key: Doc): KeyPattern {
  const fields = Object.entries(key).map(([path, value]) => {
    const direction = toNumber(value)
    if (direction === undefined || direction === 0 || Number.isNaN(direction)) {
      const message = `Values in v:2 index key pattern cannot be of type ${typeOf(value)} or be 0`
      throw new CommandError('CannotCreateIndex', message)
    }
    return { path, steps: stepsOf(path), descending: direction < 0 }
  })
  return { fields }
}

/** An index without entries, from the specification of `createIndexes`. */
export function createIndex(spec: Doc): Index {
  const pattern = toPattern(spec.key as Doc)
  const { partialFilterExpression: filter } = spec
  return {
    name: String(spec.name),
    spec,
    pattern,
    unique: isTruthy(spec.unique),
    sparse: isTruthy(spec.sparse),
    partial: isDoc(filter) ? { spec: filter, matches: compileFilter(filter) } : undefined,
    multi: pattern.fields.map(() => false),
    list: createSortedList(compareEntries),
    cache: new WeakMap(),
  }
}

const NONE: Entries = { keys: [], values: [], multi: [], present: false }

/** The entries of a version in an index, which are none where the index leaves it out. */
export function entriesIn(index: Index, version: Version): Entries {
  const known = index.cache.get(version)
  if (known) return known
  const doc = docOf(version)
  const entries = doc === null ? NONE : entriesOfDoc(index, doc)
  index.cache.set(version, entries)
  return entries
}

function entriesOfDoc(index: Index, doc: Doc): Entries {
  if (index.partial && !index.partial.matches(doc)) return NONE
  const entries = entriesOf(index.pattern, doc)
  return index.sparse && !entries.present ? NONE : entries
}

export function addEntries(index: Index, row: Row, version: Version): void {
  const { keys, multi } = entriesIn(index, version)
  for (const key of keys) index.list.add({ key, row })
  for (const [at, isMulti] of multi.entries()) if (isMulti) index.multi[at] = true
}

const versionsOf = ({ versions, pending }: Row) => (pending ? [...versions, pending.version] : versions)

/** Takes out the entries of a version that no version of the row has any longer. */
export function dropEntries(index: Index, row: Row, gone: Version): void {
  for (const key of entriesIn(index, gone).keys) {
    const isKept = versionsOf(row).some((version) => hasKey(index, version, key))
    if (!isKept) index.list.delete({ key, row })
  }
}

export const hasKey = (index: Index, version: Version, key: string): boolean =>
  entriesIn(index, version).keys.includes(key)

/**
 * Refuses a key that another row has: as a duplicate where the writer's snapshot shows it, as a conflict
 * where it came later or is not committed yet.
 */
export function checkUnique(index: Index, at: { row: Row; version: Version; txn: Txn; ns: string }): void {
  const { row, version, txn } = at
  const { keys, values } = entriesIn(index, version)
  for (const [place, key] of keys.entries()) {
    for (const entry of index.list.iterate((other) => other.key < key, false)) {
      if (entry.key !== key) break
      if (entry.row === row) continue
      const { pending, versions } = entry.row
      const isForeign = pending !== undefined && pending.by !== txn
      if (isForeign && hasKey(index, pending.version, key)) throw new WriteConflict(pending.by)
      const seen = visible(entry.row, viewOf(txn))
      if (seen && hasKey(index, seen, key)) throw duplicateKey(index, at.ns, values[place] ?? [])
      const isLater = versions.some((each) => each.at > txn.snapshot && hasKey(index, each, key))
      if (isLater) throw new WriteConflict()
    }
  }
}

function toShell(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === undefined || value === null) return String(value)
  if (Array.isArray(value)) return `[ ${value.map(toShell).join(', ')} ]`
  if (isDoc(value)) {
    const fields = Object.entries(value).map(([key, each]) => `${key}: ${toShell(each)}`)
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
  }
  return typeOf(value) === 'objectId' ? `ObjectId('${value}')` : String(value)
}

/** E11000, with the pattern and the values of the index that refuses. */
export function duplicateKey(index: Index, ns: string, values: readonly unknown[]): CommandError {
  const keyPattern = index.spec.key as Doc
  const keyValue: Doc = {}
  for (const [at, { path }] of index.pattern.fields.entries()) keyValue[path] = values[at] ?? null
  const place = `collection: ${ns} index: ${index.name}`
  const message = `E11000 duplicate key error ${place} dup key: ${toShell(keyValue)}`
  return new CommandError('DuplicateKey', message, { keyPattern, keyValue })
}
