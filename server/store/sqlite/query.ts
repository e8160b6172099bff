import { FIND_LIMIT_MAX, type IndexQuery, type Key, StoreLimit } from '#store/engine.ts'
import { compareKeys } from '#store/index-keys.ts'
import { toSqlBound } from './keys.ts'
import type { IndexFieldLayout, IndexLayout, TableLayout } from './layout.ts'

export type Comparison = '>' | '>=' | '<' | '<='

export interface Bound {
  readonly comparison: Comparison
  readonly key: Key
}

/**
 * One contiguous stretch of an index: equality on the first fields, then at most two bounds on the next one.
 */
export interface Segment {
  readonly equals: readonly Key[]
  readonly lower?: Bound | undefined
  readonly upper?: Bound | undefined
}

/**
 * The stretches that a query reads, in order. Without a cursor it is one. A cursor inside an index (a, b, id)
 * makes up to three: the rest of its `a` and `b`, the rest of its `a`, everything after. Each is a seek,
 * however deep the page.
 */
export function segmentsOf(index: IndexLayout, query: IndexQuery): Segment[] {
  const { equals = [], range = {}, after, reverse = false } = query
  const rest = index.fields.length - equals.length
  check(index, query, rest)
  const whole = { equals, ...boundsOf(range) }
  if (!after) return [whole]
  const forward = index.fields.slice(equals.length).map((field) => field.descending === reverse)
  const [start, end] = forward[0] ? [whole.lower, whole.upper] : [whole.upper, whole.lower]
  const first = after[0] as Key
  if (start && !isWithin(first, start)) return [whole]
  if (end && !isWithin(first, end)) return []
  return Array.from({ length: rest }, (_, back): Segment => {
    const at = rest - 1 - back
    const past: Bound = { comparison: forward[at] ? '>' : '<', key: after[at] as Key }
    const stop = at === 0 ? end : undefined
    const [lower, upper] = forward[at] ? [past, stop] : [stop, past]
    return { equals: [...equals, ...after.slice(0, at)], lower, upper }
  })
}

function check(
  { name, fields }: IndexLayout,
  { limit, range, after, equals = [] }: IndexQuery,
  rest: number,
) {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= FIND_LIMIT_MAX))
    throw new StoreLimit('find', `A page of ${limit} is not within 1 and ${FIND_LIMIT_MAX}.`)
  if (rest < 0 || (rest === 0 && (range || after)))
    throw new TypeError(
      `Index ${name} has ${fields.length} fields with the id, not ${equals.length} or more.`,
    )
  if (after && after.length !== rest)
    throw new TypeError(`The cursor for index ${name} has ${after.length} keys instead of ${rest}.`)
}

function boundsOf({ gt, gte, lt, lte }: NonNullable<IndexQuery['range']>): Omit<Segment, 'equals'> {
  const strict = (a: Bound | undefined, b: Bound | undefined) =>
    a && b ? (isWithin(a.key, b) ? a : b) : (a ?? b)
  return {
    lower: strict(bound('>', gt), bound('>=', gte)),
    upper: strict(bound('<', lt), bound('<=', lte)),
  }
}

const bound = (comparison: Comparison, key: Key | undefined): Bound | undefined =>
  key === undefined ? undefined : { comparison, key }

function isWithin(key: Key, { comparison, key: limit }: Bound): boolean {
  const order = compareKeys(key, limit)
  if (order === 0) return comparison.length === 2
  return comparison.startsWith('>') ? order > 0 : order < 0
}

/** Segments that differ in values alone share a statement: this is its key. */
export const shapeOf = ({ equals, lower, upper }: Segment, reverse: boolean): string =>
  `${equals.length}${lower?.comparison ?? ''}${upper?.comparison ?? ''}${reverse ? 'r' : ''}`

/** The values to bind, in the order of the statement's placeholders, the limit left out. */
export function valuesOf({ equals, lower, upper }: Segment): (string | number)[] {
  const values = equals.map(toSqlBound)
  if (lower) values.push(toSqlBound(lower.key))
  if (upper) values.push(toSqlBound(upper.key))
  return values
}

/**
 * The rows of a segment: rowid, id, revision and birth of the document, then the entry's keys without the id.
 * Named indexes and CROSS JOIN leave the planner no choice: a query that its index cannot serve fails instead
 * of scanning.
 */
export function findSql(layout: TableLayout, index: IndexLayout, segment: Segment, reverse: boolean): string {
  const from = index.multi ? 'k' : 'd'
  const column = (field: IndexFieldLayout) => `${from}.${field.sql}`
  const { equals, lower, upper } = segment
  const where = index.fields.slice(0, equals.length).map((field) => `${column(field)} = ?`)
  const next = index.fields[equals.length]
  for (const bound of [lower, upper]) if (bound && next) where.push(`${column(next)} ${bound.comparison} ?`)
  if (index.sparse && !index.multi)
    for (const field of index.fields.slice(equals.length, -1)) where.push(`${column(field)} IS NOT NULL`)
  const sorted = index.fields.slice(equals.length, index.unique ? -1 : undefined)
  const order = sorted.map((field) => `${column(field)} ${field.descending === reverse ? 'ASC' : 'DESC'}`)
  return [
    'SELECT d.rowid, d.id, d.revision, d.birth',
    ...index.fields.slice(0, -1).map((field) => `, ${column(field)}`),
    index.multi
      ? ` FROM ${index.table} k CROSS JOIN ${layout.table} d INDEXED BY ${layout.byId} ON d.id = k.id`
      : ` FROM ${layout.table} d INDEXED BY ${index.sqlName}`,
    where.length ? ` WHERE ${where.join(' AND ')}` : '',
    order.length ? ` ORDER BY ${order.join(', ')}` : '',
    ' LIMIT ?',
  ].join('')
}
