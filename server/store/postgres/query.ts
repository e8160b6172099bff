import { FIND_LIMIT_MAX, type IndexQuery, type Key, StoreLimit } from '#store/engine.ts'
import { compareKeys } from '#store/index-keys.ts'
import { ABOVE_ALL, ABOVE_ALL_IDS, after, next, toKeyText, toText } from './keys.ts'
import type { FieldLayout, IndexLayout } from './layout.ts'

/** One stretch of an index, whatever the query: each page is one seek, however deep. */
export interface Stretch {
  /** The first text that belongs to it. */
  readonly from: string
  /** The first that does not any more. */
  readonly to: string
  /** From its last text to its first. */
  readonly backwards: boolean
  /** What the texts of a unique index, which have no id in them, do not tell; at most one row fails it. */
  admits(text: string, id: string): boolean
}

type Comparison = keyof NonNullable<IndexQuery['range']>

/** A condition, as texts: those from `from` on, and before `to`. */
interface Bounds {
  readonly from?: string
  readonly to?: string
  readonly admits?: Stretch['admits']
}

export function stretchOf(index: IndexLayout, query: IndexQuery): Stretch {
  const { equals = [], range = {}, after: cursor, reverse = false } = query
  const { fields } = index
  check(index, query)
  const backwards = index.descending !== reverse
  const path = pathOf(fields, equals)
  const all: Bounds[] = [path === '' ? {} : { from: path, to: after(path) }]
  const id = equals[fields.length]
  if (id !== undefined) all.push(idBounds(index, path, 'gte', id), idBounds(index, path, 'lte', id))
  const field = fields[equals.length]
  for (const [comparison, key] of Object.entries(range) as [Comparison, Key | undefined][]) {
    if (key === undefined) continue
    all.push(field ? fieldBounds(field, path, comparison, key) : idBounds(index, path, comparison, key))
  }
  if (cursor) {
    const place = path + pathOf(fields.slice(equals.length), cursor)
    all.push(idBounds(index, place, backwards ? 'lt' : 'gt', cursor.at(-1) as Key))
  }
  return { ...intersect(all, fields.length > 0 ? ABOVE_ALL : ABOVE_ALL_IDS), backwards }
}

function check({ name, fields }: IndexLayout, { limit, range, after: cursor, equals = [] }: IndexQuery) {
  const rest = fields.length + 1 - equals.length
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= FIND_LIMIT_MAX))
    throw new StoreLimit('find', `A page of ${limit} is not within 1 and ${FIND_LIMIT_MAX}.`)
  if (rest < 0 || (rest === 0 && (range || cursor)))
    throw new TypeError(
      `Index ${name} has ${fields.length + 1} fields with the id, not ${equals.length} or more.`,
    )
  if (cursor && cursor.length !== rest)
    throw new TypeError(`The cursor for index ${name} has ${cursor.length} keys instead of ${rest}.`)
}

/** The text of an index's first fields, with which all entries begin that have these keys. */
export function pathOf(fields: readonly FieldLayout[], keys: readonly Key[]): string {
  let path = ''
  for (const [at, field] of fields.slice(0, keys.length).entries())
    path += toKeyText(keys[at] as Key, field.inverted)
  return path
}

const MIRRORED = { gt: 'lt', gte: 'lte', lt: 'gt', lte: 'gte' } as const

function fieldBounds(field: FieldLayout, path: string, comparison: Comparison, key: Key): Bounds {
  const text = path + toKeyText(key, field.inverted)
  switch (field.inverted ? MIRRORED[comparison] : comparison) {
    case 'gt':
      return { from: after(text) }
    case 'gte':
      return { from: text }
    case 'lt':
      return { to: text }
    case 'lte':
      return { to: after(text) }
  }
}

/** Entries of these keys by their id, and with them all that lie further on. */
function idBounds(index: IndexLayout, path: string, comparison: Comparison, id: Key): Bounds {
  const isUp = comparison === 'gt' || comparison === 'gte'
  if (index.kind === 'unique') {
    const admits = (text: string, other: string) => text !== path || isWithin(other, comparison, id)
    return isUp ? { from: path, admits } : { to: next(path), admits }
  }
  // Keys that are no strings come before all ids.
  if (typeof id !== 'string') return isUp ? { from: path } : { to: path }
  const text = path + toText(id)
  const past = comparison === 'gt' || comparison === 'lte' ? next(text) : text
  return isUp ? { from: past } : { to: past }
}

function isWithin(key: Key, comparison: Comparison, limit: Key): boolean {
  const order = compareKeys(key, limit)
  if (order === 0) return comparison === 'gte' || comparison === 'lte'
  return comparison.startsWith('gt') ? order > 0 : order < 0
}

function intersect(all: readonly Bounds[], end: string): Omit<Stretch, 'backwards'> {
  let from = ''
  let to = end
  for (const each of all) {
    if (each.from !== undefined && compareKeys(each.from, from) > 0) from = each.from
    if (each.to !== undefined && compareKeys(each.to, to) < 0) to = each.to
  }
  const admits: Stretch['admits'] = (text, id) => all.every((each) => each.admits?.(text, id) ?? true)
  return { from, to, admits }
}

/** Whether nothing can lie in it. */
export const isEmpty = ({ from, to }: Stretch): boolean => compareKeys(from, to) >= 0
