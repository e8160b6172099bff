import { BSON } from 'mongodb'
import { isOperators, isValueElemMatch } from './match.ts'
import { afterRank, beforeRank, compareEdges, type Edge, rankOf, toKey } from './order.ts'
import { type Doc, isDoc, toNumber, typeOf } from './values.ts'

/**
 * That a document which passes a filter has a value in a range at a path. Facts only say where to look: what
 * is found there is held against the whole filter.
 */
export interface Fact {
  readonly path: string
  readonly from: Edge
  readonly to: Edge
  /** The values that it may have, where they are known one by one; sorted. */
  readonly points?: readonly string[]
  /** Facts of one group are true of one element of an array together; others each of any element. */
  readonly group: symbol
}

/** What a filter says about where its documents are in an index. */
export const factsOf = (filter: Doc): Fact[] => collect(filter, '', undefined)

function collect(filter: Doc, prefix: string, group: symbol | undefined): Fact[] {
  return Object.entries(filter).flatMap(([key, value]): Fact[] => {
    if (key === '$and' && Array.isArray(value)) return value.flatMap((each) => collect(each, prefix, group))
    if (key === '$or' && Array.isArray(value)) {
      return hullOf(value.map((each) => collect(each, prefix, undefined)))
    }
    return key.startsWith('$') ? [] : factsOfField(`${prefix}${key}`, value, group)
  })
}

function factsOfField(path: string, spec: unknown, group: symbol | undefined): Fact[] {
  if (!isOperators(spec)) return equal(path, spec, group)
  return Object.entries(spec).flatMap(([operator, operand]): Fact[] => {
    switch (operator) {
      case '$eq':
        return equal(path, operand, group)
      case '$in':
        return Array.isArray(operand) ? among(path, operand, group) : []
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte':
        return range(path, operator, { operand, group })
      case '$elemMatch':
        return isDoc(operand) ? withinElement(path, operand) : []
    }
    return []
  })
}

function withinElement(path: string, operand: Doc): Fact[] {
  const group = Symbol('element')
  if (isValueElemMatch(operand)) return factsOfField(path, operand, group)
  return collect(operand, `${path}.`, group)
}

const isPattern = (value: unknown) => value instanceof BSON.BSONRegExp

function equal(path: string, value: unknown, group: symbol | undefined): Fact[] {
  // An array is indexed by its elements.
  return isPattern(value) || Array.isArray(value) ? [] : [fromPoints(path, [toKey(value)], group)]
}

function among(path: string, values: readonly unknown[], group: symbol | undefined): Fact[] {
  if (values.length === 0 || values.some((each) => isPattern(each) || Array.isArray(each))) return []
  return [fromPoints(path, [...new Set(values.map(toKey))].sort(byUnits), group)]
}

const byUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const fromPoints = (path: string, points: readonly string[], group = Symbol('any')): Fact => ({
  path,
  from: { key: points[0] as string, after: false },
  to: { key: points.at(-1) as string, after: true },
  points,
  group,
})

const UNBOUNDED = ['minKey', 'maxKey', 'null', 'array', 'regex']

function range(
  path: string,
  operator: '$gt' | '$gte' | '$lt' | '$lte',
  { operand, group = Symbol('any') }: { operand: unknown; group: symbol | undefined },
): Fact[] {
  if (UNBOUNDED.includes(typeOf(operand)) || Number.isNaN(toNumber(operand))) return []
  const rank = rankOf(operand)
  const key = toKey(operand)
  const isLower = operator === '$gt' || operator === '$gte'
  const edge = { key, after: operator === '$gt' || operator === '$lte' }
  const [from, to] = isLower ? [edge, afterRank(rank)] : [beforeRank(rank), edge]
  return [{ path, from, to, group }]
}

/** What is true whichever of the branches is. */
function hullOf(branches: readonly (readonly Fact[])[]): Fact[] {
  const [first = [], ...others] = branches
  const paths = [...new Set(first.map(({ path }) => path))]
  return paths.flatMap((path) => {
    const facts = branches.map((branch) => branch.find((fact) => fact.path === path))
    if (others.length === 0) return facts as Fact[]
    if (facts.some((fact) => fact === undefined)) return []
    return [(facts as Fact[]).reduce(join)]
  })
}

const join = (a: Fact, b: Fact): Fact => {
  const edges = {
    from: compareEdges(a.from, b.from) <= 0 ? a.from : b.from,
    to: compareEdges(a.to, b.to) >= 0 ? a.to : b.to,
  }
  const points = a.points && b.points && [...new Set([...a.points, ...b.points])].sort(byUnits)
  return { path: a.path, ...edges, ...(points && { points }), group: Symbol('any') }
}

/** Both at once, for a path that no array is on. */
export function meet(a: Fact, b: Fact): Fact {
  const from = compareEdges(a.from, b.from) >= 0 ? a.from : b.from
  const to = compareEdges(a.to, b.to) <= 0 ? a.to : b.to
  const points =
    a.points && b.points ? a.points.filter((each) => b.points?.includes(each)) : (a.points ?? b.points)
  return {
    path: a.path,
    from,
    to,
    ...(points && { points: points.filter(isWithin({ from, to })) }),
    group: a.group,
  }
}

const isWithin =
  ({ from, to }: { from: Edge; to: Edge }) =>
  (key: string) =>
    compareEdges(from, { key, after: false }) <= 0 && compareEdges({ key, after: true }, to) <= 0

/** Whether a filter only lets documents through that a partial index holds: cautiously. */
export function implies(filter: Doc, condition: Doc): boolean {
  const facts = factsOf(filter)
  return Object.entries(condition).every(([path, spec]) => {
    if (path === '$and') return Array.isArray(spec) && spec.every((each) => implies(filter, each))
    if (path.startsWith('$')) return false
    const mine = facts.filter((fact) => fact.path === path)
    const parts = isOperators(spec) ? Object.entries(spec) : [['$eq', spec] as const]
    return parts.every(([operator, operand]) => mine.some((fact) => holds(fact, operator, operand)))
  })
}

function holds(fact: Fact, operator: string, operand: unknown): boolean {
  if (operator === '$exists') return !fact.points?.includes(toKey(null)) && operand !== false
  if (operator === '$type') return hasType(fact, operand)
  const needed = factsOfField(fact.path, { [operator]: operand }, undefined)
  return needed.some(
    ({ from, to }) =>
      compareEdges(from, fact.from) <= 0 && compareEdges(fact.to, to) <= 0 && !isPoints(needed, fact),
  )
}

/** A range that is as wide as some points is not those points. */
const isPoints = ([needed]: readonly Fact[], fact: Fact) =>
  needed?.points !== undefined && !fact.points?.every((each) => needed.points?.includes(each))

const TYPE_SAMPLES: Readonly<Record<string, unknown>> = {
  string: '',
  number: 0,
  bool: false,
  date: new Date(0),
}

/** Types that are alone in their rank; of numbers only all together. */
function hasType(fact: Fact, operand: unknown): boolean {
  if (typeof operand !== 'string' || !(operand in TYPE_SAMPLES)) return false
  const rank = rankOf(TYPE_SAMPLES[operand])
  return compareEdges(beforeRank(rank), fact.from) <= 0 && compareEdges(fact.to, afterRank(rank)) <= 0
}
