import { CommandError } from './errors.ts'
import { compileExpression, type Scope } from './expressions.ts'
import { stepsOf } from './paths.ts'
import { compileProjection } from './projection.ts'
import { copy, type Doc, isDoc, own, setOwn } from './values.ts'

/** A stage that makes one document of one. */
export type Shape = (doc: Doc, scope: Scope) => Doc

const scopeOf = (doc: Doc, scope: Scope): Scope => ({ ...scope, ROOT: doc, CURRENT: doc })

/** `{ $set: … }` as its name and what it says. */
export function toStage(stage: unknown): readonly [name: string, spec: unknown] {
  const entries = isDoc(stage) ? Object.entries(stage) : []
  const [first] = entries
  if (!first || entries.length > 1) {
    const message = 'A pipeline stage specification object must contain exactly one field.'
    throw new CommandError(40323, message)
  }
  return first
}

/** The stages of an update with a pipeline. */
export function compileStages(specs: readonly unknown[], allowed: readonly string[]): Shape[] {
  return specs.map((each) => {
    const [name, spec] = toStage(each)
    const shape = allowed.includes(name) ? compileShape(name, spec) : undefined
    if (!shape) throw new CommandError('InvalidOptions', `${name} is not allowed to be used within an update`)
    return shape
  })
}

/** Undefined for a stage of another kind. */
export function compileShape(name: string, spec: unknown): Shape | undefined {
  switch (name) {
    case '$set':
    case '$addFields':
      return addFields(name, spec)
    case '$unset':
      return unset(spec)
    case '$project': {
      if (!isDoc(spec)) throw new CommandError(15969, '$project specification must be an object')
      return compileProjection(spec)
    }
    case '$replaceRoot':
      if (!isDoc(spec) || !('newRoot' in spec))
        throw new CommandError(40231, 'no newRoot specified for the $replaceRoot stage')
      return replaceRoot(spec.newRoot)
    case '$replaceWith':
      return replaceRoot(spec)
  }
  return undefined
}

function addFields(name: string, spec: unknown): Shape {
  if (!isDoc(spec)) throw new CommandError(40272, `${name} specification stage must be an object`)
  const fields = fieldsOf(spec, []).map(([steps, value]) => [steps, compileExpression(value)] as const)
  return (doc, scope) => {
    const seen = scopeOf(doc, scope)
    const values = fields.map(([steps, expression]) => [steps, expression(seen)] as const)
    const result = copy(doc)
    for (const [steps, value] of values) assign(result, steps, value)
    return result
  }
}

/** `{ a: { b: 1 } }` sets `a.b`, as `{ 'a.b': 1 }` does. */
function fieldsOf(spec: Doc, prefix: readonly string[]): [readonly string[], unknown][] {
  return Object.entries(spec).flatMap(([key, value]): [readonly string[], unknown][] => {
    const steps = [...prefix, ...stepsOf(key)]
    const isNested = isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$')
    return isNested ? fieldsOf(value, steps) : [[steps, value]]
  })
}

/** Through an array into each of its elements. A missing value takes the field out. */
function assign(target: Doc, steps: readonly string[], value: unknown): void {
  const [step = '', ...rest] = steps
  if (rest.length === 0) {
    if (value === undefined) delete target[step]
    else setOwn(target, step, copy(value))
    return
  }
  const next = own(target, step)
  if (Array.isArray(next)) {
    const elements = next.map((each) => (isDoc(each) ? each : {}))
    for (const each of elements) assign(each, rest, value)
    setOwn(target, step, elements)
    return
  }
  if (value === undefined && !isDoc(next)) return
  const holder = isDoc(next) ? next : {}
  setOwn(target, step, holder)
  assign(holder, rest, value)
}

function unset(spec: unknown): Shape {
  const paths = Array.isArray(spec) ? spec : [spec]
  if (!paths.every((path) => typeof path === 'string' && path !== '' && !path.startsWith('$'))) {
    throw new CommandError(31002, '$unset specification must be a string or an array of strings')
  }
  return compileProjection(Object.fromEntries(paths.map((path) => [path, 0])))
}

function replaceRoot(spec: unknown): Shape {
  const expression = compileExpression(spec)
  return (doc, scope) => {
    const root = expression(scopeOf(doc, scope))
    if (!isDoc(root)) {
      throw new CommandError(40228, "'newRoot' expression must evaluate to an object")
    }
    return root
  }
}
