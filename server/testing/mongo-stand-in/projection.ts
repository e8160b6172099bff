import { CommandError, notKnownHere } from './errors.ts'
import { compileExpression, type Expression, type Scope } from './expressions.ts'
import { stepsOf } from './paths.ts'
import { type Doc, isDoc, isTruthy, own, setOwn, toNumber } from './values.ts'

export type Projection = (doc: Doc, scope: Scope) => Doc

/** What is said of a field: keep it, leave it out, compute it, or look further inside. */
type Node = Map<string, Node | Expression | boolean>

/** `{ a: 1, 'b.c': 1, _id: 0 }` and the like, with expressions, for `find` and `$project`. */
export function compileProjection(spec: Doc): Projection {
  const root: Node = new Map()
  const flags: boolean[] = []
  for (const [path, value] of Object.entries(spec)) addPath(root, { steps: stepsOf(path), value, flags })
  const named = [...new Set(flags)]
  if (named.length > 1) {
    throw new CommandError(31254, 'Cannot do exclusion on a field in inclusion projection, or the reverse')
  }
  const id = root.get('_id')
  // With nothing but `_id: 0`, the rest stays.
  const isInclusion = named.length > 0 ? named[0] === true : id !== false
  if (isInclusion && id === undefined) root.set('_id', true)
  return isInclusion
    ? (doc, scope) => include(doc, root, { ...scope, ROOT: doc, CURRENT: doc })
    : (doc) => exclude(doc, root)
}

const isFlag = (value: unknown) => typeof value === 'boolean' || toNumber(value) !== undefined

function addPath(
  node: Node,
  { steps, value, flags }: { steps: readonly string[]; value: unknown; flags: boolean[] },
) {
  const [step = '', ...rest] = steps
  if (step === '$' || step.startsWith('$')) throw notKnownHere('positional projections')
  const isPlainId = step === '_id' && rest.length === 0 && isFlag(value)
  if (rest.length > 0) {
    addPath(childOf(node, step), { steps: rest, value, flags })
  } else if (isFlag(value)) {
    if (!isPlainId) flags.push(isTruthy(value))
    node.set(step, isTruthy(value))
  } else if (isDoc(value) && !Object.keys(value)[0]?.startsWith('$')) {
    for (const [key, inner] of Object.entries(value)) {
      addPath(childOf(node, step), { steps: stepsOf(key), value: inner, flags })
    }
  } else {
    const [operator] = isDoc(value) ? Object.keys(value) : []
    if (operator === '$elemMatch' || operator === '$meta') throw notKnownHere(`the projection ${operator}`)
    flags.push(true)
    node.set(step, compileExpression(value))
  }
}

function childOf(node: Node, step: string): Node {
  const known = node.get(step)
  if (known instanceof Map) return known
  if (known !== undefined) throw new CommandError(31249, `Path collision at ${step}`)
  const child: Node = new Map()
  node.set(step, child)
  return child
}

function include(doc: Doc, node: Node, scope: Scope): Doc {
  const result: Doc = {}
  for (const [key, value] of Object.entries(doc)) {
    const what = node.get(key)
    if (what === true) setOwn(result, key, value)
    else if (what instanceof Map) {
      const inner = includeWithin(value, what, scope)
      if (inner !== undefined) setOwn(result, key, inner)
    }
  }
  for (const [key, what] of node) {
    const value = typeof what === 'function' ? what(scope) : undefined
    if (value !== undefined) setOwn(result, key, value)
    if (what instanceof Map && own(doc, key) === undefined) {
      const made = include({}, what, scope)
      if (Object.keys(made).length > 0) setOwn(result, key, made)
    }
  }
  return result
}

function includeWithin(value: unknown, node: Node, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => includeWithin(each, node, scope)).filter((each) => each !== undefined)
  }
  return isDoc(value) ? include(value, node, scope) : undefined
}

function exclude(doc: Doc, node: Node): Doc {
  const result: Doc = {}
  for (const [key, value] of Object.entries(doc)) {
    const what = node.get(key)
    if (what === false) continue
    setOwn(result, key, what instanceof Map ? excludeWithin(value, what) : value)
  }
  return result
}

function excludeWithin(value: unknown, node: Node): unknown {
  if (Array.isArray(value)) return value.map((each) => excludeWithin(each, node))
  return isDoc(value) ? exclude(value, node) : value
}
