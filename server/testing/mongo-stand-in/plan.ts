import { type Fact, factsOf, implies, meet } from './bounds.ts'
import type { Collection } from './collection.ts'
import type { KeyPattern } from './entries.ts'
import { CommandError } from './errors.ts'
import type { Index } from './indexes.ts'
import { type Edge, edgeText, invert, invertedEdgeText } from './order.ts'
import { type Doc, isDoc, toNumber } from './values.ts'

/** A stretch of an index, between two texts among its keys. */
export interface Stretch {
  readonly from: string
  readonly to: string
}

/** Where to look for documents, and whether they come in the order that is wanted. */
export interface Plan {
  readonly index: Index | undefined
  readonly stretches: readonly Stretch[]
  readonly isBackward: boolean
  readonly isSorted: boolean
}

export interface Wanted {
  readonly filter: Doc
  readonly sort: KeyPattern | undefined
  readonly hint: unknown
  readonly hasLimit: boolean
}

const PREFIXES_MAX = 2_000
const WHOLE: readonly Stretch[] = [{ from: '', to: '\uffff' }]

/** An index by its name or its key pattern; `$natural` is none. */
export function hintedIndex(collection: Collection, hint: unknown): Index | 'natural' | undefined {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined
  if (isDoc(hint) && '$natural' in hint) return 'natural'
  for (const index of collection.indexes.values()) {
    if (typeof hint === 'string' ? index.name === hint : isDoc(hint) && isSameKey(index.spec.key, hint))
      return index
  }
  const message =
    'planner returned error :: caused by :: hint provided does not correspond to an existing index'
  throw new CommandError('BadValue', `error processing query: ${message}`)
}

/** Key patterns are the same when their fields are, in order, each in its direction. */
export function isSameKey(a: unknown, b: unknown): boolean {
  const [left, right] = [a, b].map((each) => Object.entries(each as Doc))
  if (left?.length !== right?.length) return false
  return (left ?? []).every(
    ([path, value], at) => right?.[at]?.[0] === path && toNumber(right[at]?.[1]) === toNumber(value),
  )
}

/** The best way to the documents: by the index that narrows most, or that has them in order. */
export function choosePlan(collection: Collection, wanted: Wanted): Plan {
  const hinted = hintedIndex(collection, wanted.hint)
  const natural = {
    index: undefined,
    stretches: [],
    isBackward: isReverse(wanted.hint),
    isSorted: !wanted.sort,
  }
  if (hinted === 'natural') return natural
  const facts = factsOf(wanted.filter)
  if (hinted) return planBy(hinted, facts, wanted).plan
  let best: { plan: Plan; score: number } = { plan: natural, score: 0 }
  for (const index of collection.indexes.values()) {
    if (!isComplete(index, wanted.filter, facts)) continue
    const candidate = planBy(index, facts, wanted)
    if (candidate.score > best.score) best = candidate
  }
  return best.plan
}

const isReverse = (hint: unknown) => isDoc(hint) && toNumber(hint.$natural) === -1

/** Whether an index holds every document that passes. */
function isComplete(index: Index, filter: Doc, facts: readonly Fact[]): boolean {
  if (index.partial && !implies(filter, index.partial.spec)) return false
  if (!index.sparse) return true
  return index.pattern.fields.some((field) =>
    facts.some((fact) => fact.path === field.path && implies(filter, { [fact.path]: { $exists: true } })),
  )
}

function planBy(index: Index, facts: readonly Fact[], wanted: Wanted): { plan: Plan; score: number } {
  const chosen = chooseFacts(index, facts)
  let prefixes = ['']
  let stretches: readonly Stretch[] | undefined
  let [equal, single] = [0, 0]
  for (const [at, fact] of chosen.entries()) {
    const isDescending = index.pattern.fields[at]?.descending ?? false
    const { points } = fact
    if (points && points.length * prefixes.length <= PREFIXES_MAX) {
      const parts = isDescending ? points.map(invert).reverse() : points
      prefixes = prefixes.flatMap((prefix) => parts.map((part) => prefix + part))
      equal += 1
      if (prefixes.length === 1) single += 1
      continue
    }
    stretches = prefixes.map((prefix) => stretchOf(prefix, fact, isDescending))
    break
  }
  const direction = directionOf(index, single, wanted.sort)
  const isSorted = !wanted.sort || direction !== undefined
  const bySort = wanted.sort && isSorted ? (wanted.hasLimit ? 11 : 3) : 0
  return {
    plan: {
      index,
      stretches:
        stretches ?? (equal > 0 ? prefixes.map((each) => ({ from: each, to: `${each}\uffff` })) : WHOLE),
      isBackward: direction === -1,
      isSorted,
    },
    score: equal * 10 + (stretches ? 5 : 0) + bySort,
  }
}

/** For each field from the first on, what is known of it, as far as it may be used together. */
function chooseFacts(index: Index, facts: readonly Fact[]): Fact[] {
  const chosen: Fact[] = []
  let group: symbol | undefined
  for (const [at, { path }] of index.pattern.fields.entries()) {
    const known = facts.filter((fact) => fact.path === path)
    let fact: Fact | undefined
    if (index.multi[at]) {
      fact = tightest(group ? known.filter((each) => each.group === group) : known)
      group = fact?.group ?? group
    } else fact = known.length > 0 ? known.reduce(meet) : undefined
    if (!fact) break
    chosen.push(fact)
    if (!fact.points) break
  }
  return chosen
}

/** The key of a value that several facts each allow is not known: one of them must do. */
const tightest = (facts: readonly Fact[]): Fact | undefined =>
  facts.toSorted((a, b) => (a.points?.length ?? PREFIXES_MAX) - (b.points?.length ?? PREFIXES_MAX))[0]

function stretchOf(prefix: string, { from, to }: Fact, isDescending: boolean): Stretch {
  const place = (edge: Edge) => prefix + (isDescending ? invertedEdgeText(edge) : edgeText(edge))
  return isDescending ? { from: place(to), to: place(from) } : { from: place(from), to: place(to) }
}

/** 1 or -1 if the index has the order, forwards or backwards, behind fields that are all the same. */
function directionOf(index: Index, single: number, sort: KeyPattern | undefined): 1 | -1 | undefined {
  if (!sort) return 1
  const { fields } = index.pattern
  for (let start = 0; start <= single; start++) {
    const turns = sort.fields.map(({ path, descending }, at) => {
      const field = fields[start + at]
      if (!field || field.path !== path || index.multi[start + at]) return 0
      return field.descending === descending ? 1 : -1
    })
    const [first] = turns
    if (first && turns.every((turn) => turn === first)) return first as 1 | -1
  }
  return undefined
}
