import { type Collection, ID_INDEX } from './collection.ts'
import { entriesOf, type KeyPattern } from './entries.ts'
import { CommandError } from './errors.ts'
import type { Scope } from './expressions.ts'
import { hasKey, type Index, toPattern } from './indexes.ts'
import { compileFilter, type Matcher } from './match.ts'
import { choosePlan, type Plan, type Stretch } from './plan.ts'
import { type Doc, isDoc } from './values.ts'
import { docOf, type Row, type Version, type View, visible } from './versions.ts'

/** What to find in a collection, and in which order. */
export interface Query {
  readonly filter: Doc
  readonly sort?: Doc | undefined
  readonly hint?: unknown
  readonly skip?: number | undefined
  /** 0 is no limit. */
  readonly limit?: number | undefined
  readonly scope?: Scope
}

/** A document that was found, in the version that the reader sees. */
export interface Hit {
  readonly row: Row
  readonly version: Version
}

export function toSort(sort: unknown): KeyPattern | undefined {
  if (sort === undefined || (isDoc(sort) && Object.keys(sort).length === 0)) return undefined
  if (!isDoc(sort)) throw new CommandError('TypeMismatch', 'Expected field sort to be of type object')
  for (const value of Object.values(sort)) {
    if (isDoc(value))
      throw new CommandError('NotImplemented', 'The stand-in for MongoDB sorts by fields only.')
  }
  return toPattern(sort)
}

/** Documents that pass a filter, as a reader sees them. */
export function* findDocs(collection: Collection, view: View, query: Query): Generator<Hit> {
  const sort = toSort(query.sort)
  if (sort?.fields[0]?.path === '$natural') {
    yield* findDocs(collection, view, { ...query, sort: undefined, hint: query.sort })
    return
  }
  const { limit = 0, skip = 0 } = query
  const matches = compileFilter(query.filter, query.scope)
  const plan = choosePlan(collection, { filter: query.filter, sort, hint: query.hint, hasLimit: limit > 0 })
  const hits = filtered(scan(collection, view, plan), matches)
  const ordered = sort && !plan.isSorted ? sortHits(hits, sort) : hits
  yield* limit > 0 || skip > 0 ? paged(ordered, skip, limit) : ordered
}

function* filtered(hits: Iterable<Hit>, matches: Matcher): Generator<Hit> {
  for (const hit of hits) if (matches(docOf(hit.version) as Doc)) yield hit
}

function* paged(hits: Iterable<Hit>, skip: number, limit: number): Generator<Hit> {
  let at = 0
  for (const hit of hits) {
    at += 1
    if (at > skip) yield hit
    if (limit > 0 && at === skip + limit) return
  }
}

function* scan(collection: Collection, view: View, plan: Plan): Generator<Hit> {
  if (plan.index) {
    yield* scanIndex(plan.index, view, plan)
    return
  }
  const rows = plan.isBackward ? [...collection.rows.values()].reverse() : collection.rows.values()
  for (const row of rows) {
    const version = visible(row, view)
    if (version) yield { row, version }
  }
}

function* scanIndex(index: Index, view: View, { stretches, isBackward }: Plan): Generator<Hit> {
  // A document has several entries in an index only if one of its fields is under an array.
  const seen = index.multi.some(Boolean) ? new Set<Row>() : undefined
  for (const stretch of isBackward ? stretches.toReversed() : stretches) {
    for (const { key, row } of entriesWithin(index, stretch, isBackward)) {
      if (seen?.has(row)) continue
      const version = visible(row, view)
      if (!version || !hasEntry(index, { row, version, key })) continue
      seen?.add(row)
      yield { row, version }
    }
  }
}

/** An entry may be of a version that the reader does not see. */
const hasEntry = (index: Index, { row, version, key }: Hit & { key: string }) =>
  index.name === ID_INDEX ||
  (row.versions.length === 1 && !row.pending) ||
  (row.versions.length === 0 && row.pending !== undefined) ||
  hasKey(index, version, key)

function* entriesWithin(index: Index, { from, to }: Stretch, isBackward: boolean) {
  if (isBackward) {
    for (const entry of index.list.iterate((other) => other.key < to, true)) {
      if (entry.key < from) return
      yield entry
    }
    return
  }
  for (const entry of index.list.iterate((other) => other.key < from, false)) {
    if (entry.key >= to) return
    yield entry
  }
}

/** The key that a document is sorted by: of several, because of arrays, the first in the order wanted. */
export function sortKeyOf(pattern: KeyPattern, doc: Doc): string {
  let first: string | undefined
  for (const key of sortEntriesOf(pattern, doc)) if (first === undefined || key < first) first = key
  return first as string
}

function sortEntriesOf(pattern: KeyPattern, doc: Doc): readonly string[] {
  try {
    return entriesOf(pattern, doc).keys
  } catch (error) {
    if (!(error instanceof CommandError && error.is('CannotIndexParallelArrays'))) throw error
    throw new CommandError('BadValue', 'cannot sort with keys that are parallel arrays')
  }
}

function sortHits(hits: Iterable<Hit>, pattern: KeyPattern): Hit[] {
  return sortBy([...hits], (hit) => sortKeyOf(pattern, docOf(hit.version) as Doc))
}

export function sortBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(({ item }) => item)
}
