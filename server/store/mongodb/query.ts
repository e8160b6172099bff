import { FIND_LIMIT_MAX, type IndexQuery, type Key, StoreLimit } from '#store/engine.ts'
import { compareKeys } from '#store/index-keys.ts'
import { HIGH } from './keys.ts'
import { encodeKeys, type IndexLayout } from './layout.ts'

/** A stretch of strings: from `from`, up to but without `to`. */
export interface Stretch {
  readonly from: string
  /** Without it: to the end. */
  readonly to?: string
}

export const isEmpty = ({ from, to }: Stretch): boolean => to !== undefined && compareKeys(from, to) >= 0

/** The condition on the field that holds the strings. */
export const toCondition = ({ from, to }: Stretch) => ({ $gte: from, ...(to !== undefined && { $lt: to }) })

/** Throws `StoreLimit` or `TypeError` where a query asks for something that the index does not have. */
export function check({ name, fields }: IndexLayout, { limit, range, after, equals = [] }: IndexQuery) {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= FIND_LIMIT_MAX))
    throw new StoreLimit('find', `A page of ${limit} is not within 1 and ${FIND_LIMIT_MAX}.`)
  const width = fields.length + 1
  const rest = width - equals.length
  if (rest < 0 || (rest === 0 && (range || after)))
    throw new TypeError(`Index ${name} has ${width} fields with the id, not ${equals.length} or more.`)
  if (after && after.length !== rest)
    throw new TypeError(`The cursor for index ${name} has ${after.length} keys instead of ${rest}.`)
}

/** The part of an index that a query reads, of the entries as they are encoded. */
export function stretchOf(index: IndexLayout, query: IndexQuery): Stretch {
  const { equals = [], range = {}, after, reverse = false } = query
  const start = encodeKeys(index, equals)
  const beyond = (key: Key) => encodeKeys(index, [...equals, key])
  const descending = index.fields[equals.length]?.descending ?? index.idDescending
  const { gt, gte, lt, lte } = range
  const above = [...bound(gt, (key) => [beyond(key), HIGH]), ...bound(gte, (key) => [beyond(key), ''])]
  const below = [...bound(lt, (key) => [beyond(key), '']), ...bound(lte, (key) => [beyond(key), HIGH])]
  // Downwards, what is greater comes first: the end of a key is then its beginning.
  const turn = ([key, end]: End): string => key + (end === '' ? HIGH : '')
  const plain = ([key, end]: End): string => key + end
  const lower = descending ? below.map(turn) : above.map(plain)
  const upper = descending ? above.map(turn) : below.map(plain)
  if (after) {
    const position = encodeKeys(index, [...equals, ...after])
    if (reverse) upper.push(position)
    else lower.push(position + HIGH)
  }
  return { from: lastOf([start, ...lower]), to: firstOf([start + HIGH, ...upper]) }
}

type End = readonly [key: string, end: string]

const bound = (key: Key | undefined, end: (key: Key) => End): End[] => (key === undefined ? [] : [end(key)])

/** The same for ids, which are not encoded. Keys that are no text come before all of them. */
export function stretchOfIds({ equals = [], range = {}, after, reverse = false }: IndexQuery): Stretch {
  const { gt, gte, lt, lte } = range
  const lower = [...idAfter(gt), ...idAt(gte)]
  const upper = [...idAt(lt), ...idAfter(lte)]
  for (const id of equals) {
    lower.push(...idAt(id))
    upper.push(...idAfter(id))
  }
  if (after) (reverse ? upper : lower).push(...(reverse ? idAt(after[0]) : idAfter(after[0])))
  return { from: lastOf(['', ...lower]), ...(upper.length > 0 && { to: firstOf(upper) }) }
}

const idAt = (key: Key | undefined): string[] =>
  key === undefined ? [] : [typeof key === 'string' ? key.toWellFormed() : '']

/** The very next text there can be. */
const idAfter = (key: Key | undefined): string[] =>
  key === undefined ? [] : [typeof key === 'string' ? `${key.toWellFormed()}\u0000` : '']

const lastOf = (all: readonly string[]): string => all.reduce((a, b) => (compareKeys(a, b) >= 0 ? a : b))
const firstOf = (all: readonly string[]): string => all.reduce((a, b) => (compareKeys(a, b) <= 0 ? a : b))
