import { CommandError, notKnownHere } from './errors.ts'
import { compileExpression, type Scope } from './expressions.ts'
import { compileGroup } from './group.ts'
import { compileFilter } from './match.ts'
import { assignAt, stepsOf, valueAt } from './paths.ts'
import { sortBy, sortKeyOf, toSort } from './query.ts'
import { compileShape, toStage } from './shapes.ts'
import { copy, type Doc, isDoc, toInteger, toNumber } from './values.ts'

/** A part of a pipeline: documents in, documents out, one by one where that can be. */
export type Stage = (docs: Iterable<Doc>) => Iterable<Doc>

/** What stages need that go to other collections. */
export interface Surroundings {
  readonly scope: Scope
  /** Runs a pipeline on a collection of the same database, by its name. */
  read(collection: string, pipeline: readonly unknown[], scope: Scope): Iterable<Doc>
}

export const compilePipeline = (specs: readonly unknown[], around: Surroundings): Stage => {
  const stages = specs.map((each) => compileStage(each, around))
  return (docs) => stages.reduce((from, stage) => stage(from), docs)
}

function compileStage(stage: unknown, around: Surroundings): Stage {
  const [name, spec] = toStage(stage)
  const shape = compileShape(name, spec)
  if (shape) return (docs) => map(docs, (doc) => shape(doc, around.scope))
  switch (name) {
    case '$match': {
      const matches = compileFilter(spec, around.scope)
      return (docs) => filter(docs, matches)
    }
    case '$sort': {
      const pattern = toSort(spec)
      if (!pattern) throw new CommandError(15976, '$sort stage must have at least one sort key')
      return (docs) => sortBy([...docs], (doc) => sortKeyOf(pattern, doc))
    }
    case '$limit':
      return limit(toCount(name, spec))
    case '$skip':
      return skip(toCount(name, spec))
    case '$unwind':
      return unwind(spec)
    case '$group':
      return compileGroup(spec, around.scope)
    case '$count':
      return count(spec)
    case '$unionWith':
      return unionWith(spec, around)
    case '$lookup':
      return lookup(spec, around)
    case '$changeStream':
      throw new CommandError(40602, '$changeStream is only valid as the first stage in a pipeline')
    case '$facet':
    case '$bucket':
    case '$merge':
    case '$out':
    case '$sample':
    case '$sortByCount':
    case '$graphLookup':
    case '$setWindowFields':
    case '$documents':
    case '$densify':
    case '$fill':
    case '$redact':
    case '$indexStats':
    case '$collStats':
    case '$currentOp':
    case '$listSessions':
      throw notKnownHere(`the pipeline stage ${name}`)
  }
  throw new CommandError('Location40324', `Unrecognized pipeline stage name: '${name}'`)
}

function* map(docs: Iterable<Doc>, shape: (doc: Doc) => Doc): Generator<Doc> {
  for (const doc of docs) yield shape(doc)
}

function* filter(docs: Iterable<Doc>, matches: (doc: Doc) => boolean): Generator<Doc> {
  for (const doc of docs) if (matches(doc)) yield doc
}

/** How many: the limit must be one at least. */
export function toCount(name: string, spec: unknown): number {
  const number = toNumber(spec)
  const least = name === '$limit' ? 1 : 0
  if (number !== undefined && Number.isInteger(number) && number >= least) return number
  throw new CommandError(
    name === '$limit' ? 15958 : 15956,
    `invalid argument to ${name} stage: ${String(spec)}`,
  )
}

const limit = (most: number): Stage =>
  function* (docs) {
    let count = 0
    for (const doc of docs) {
      yield doc
      count += 1
      if (count === most) return
    }
  }

const skip = (least: number): Stage =>
  function* (docs) {
    let count = 0
    for (const doc of docs) {
      count += 1
      if (count > least) yield doc
    }
  }

function unwind(spec: unknown): Stage {
  const options = isDoc(spec) ? spec : { path: spec }
  const { path, preserveNullAndEmptyArrays, includeArrayIndex } = options
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new CommandError(28818, "path option to $unwind stage should be prefixed with a '$'")
  }
  const steps = stepsOf(path.slice(1))
  const indexSteps = typeof includeArrayIndex === 'string' ? stepsOf(includeArrayIndex) : undefined
  const withValue = (doc: Doc, value: unknown, at: number | null): Doc => {
    const result = copy(doc)
    if (value !== undefined) assignAt(result, steps, value)
    if (indexSteps) assignAt(result, indexSteps, at === null ? null : toInteger(BigInt(at), 'long'))
    return result
  }
  return function* (docs) {
    for (const doc of docs) {
      const value = valueAt(doc, steps)
      if (Array.isArray(value) && value.length > 0) {
        for (const [at, each] of value.entries()) yield withValue(doc, each, at)
      } else if (value !== undefined && value !== null && !Array.isArray(value))
        yield withValue(doc, value, null)
      else if (preserveNullAndEmptyArrays) yield withValue(doc, undefined, null)
    }
  }
}

function count(spec: unknown): Stage {
  if (typeof spec !== 'string' || spec === '' || spec.includes('.') || spec.startsWith('$')) {
    throw new CommandError(40156, 'the count field must be a non-empty string')
  }
  return function* (docs) {
    let number = 0n
    for (const _ of docs) number += 1n
    if (number > 0n) yield { [spec]: toInteger(number) }
  }
}

function unionWith(spec: unknown, { read, scope }: Surroundings): Stage {
  const { coll, pipeline = [] } = typeof spec === 'string' ? { coll: spec } : isDoc(spec) ? spec : {}
  if (typeof coll !== 'string' || !Array.isArray(pipeline)) {
    throw new CommandError('FailedToParse', 'the $unionWith stage needs coll and a pipeline')
  }
  return function* (docs) {
    yield* docs
    yield* read(coll, pipeline, scope)
  }
}

const LOOKUP_FIELDS = ['from', 'localField', 'foreignField', 'as', 'let', 'pipeline']

function lookup(spec: unknown, { read, scope }: Surroundings): Stage {
  if (!isDoc(spec)) throw new CommandError('FailedToParse', 'the $lookup specification must be an object')
  const unknown = Object.keys(spec).find((key) => !LOOKUP_FIELDS.includes(key))
  if (unknown) throw new CommandError('FailedToParse', `unknown argument to $lookup: ${unknown}`)
  const { from, localField, foreignField, as, pipeline = [], let: variables = {} } = spec
  if (typeof from !== 'string' || typeof as !== 'string' || !Array.isArray(pipeline) || !isDoc(variables)) {
    throw new CommandError('FailedToParse', '$lookup needs from and as')
  }
  const compiled = Object.entries(variables).map(([name, each]) => [name, compileExpression(each)] as const)
  const path = typeof localField === 'string' ? stepsOf(localField) : undefined
  return function* (docs) {
    for (const doc of docs) {
      const seen = { ...scope, ROOT: doc, CURRENT: doc }
      const inner = { ...scope, ...Object.fromEntries(compiled.map(([name, value]) => [name, value(seen)])) }
      const first = path ? [{ $match: joined(String(foreignField), valueAt(doc, path)) }] : []
      const result = copy(doc)
      assignAt(result, stepsOf(as), [...read(from, [...first, ...pipeline], inner)])
      yield result
    }
  }
}

/** An array on the near side is joined by each of its elements; nothing by null. */
const joined = (field: string, value: unknown): Doc => ({
  [field]: Array.isArray(value) ? { $in: value } : { $eq: value ?? null },
})
