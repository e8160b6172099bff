import { BSON } from 'mongodb'
import { CommandError, notKnownHere } from './errors.ts'
import { compileExpression, type Scope } from './expressions.ts'
import { areEqual, rankOf, toKey } from './order.ts'
import { someAt, stepsOf, type Test } from './paths.ts'
import { type Doc, isDoc, isNumeric, isTruthy, toNumber, typeNameOf, typeOf } from './values.ts'

export type Matcher = (doc: Doc) => boolean

const bad = (message: string) => new CommandError('BadValue', message)

/** What a condition asks of the values at a path. */
interface Condition {
  readonly test: Test
  /** True where no value at the path may pass. */
  readonly not?: boolean
  /** False where an array counts as a whole only. */
  readonly expand?: boolean
}

/** Conditions of which one at least must fail: `$not`. */
interface Negation {
  readonly notAll: readonly (Condition | Negation)[]
}

/** Whether a document passes a filter. `scope` holds the variables of the command's `let`. */
export function compileFilter(filter: unknown, scope: Scope = {}): Matcher {
  if (!isDoc(filter)) throw bad('the match filter must be an expression in an object')
  const parts = Object.entries(filter).flatMap(([key, value]) =>
    key.startsWith('$') ? (compileTopLevel(key, value, scope) ?? []) : compileField(key, value, scope),
  )
  return all(parts)
}

const all = (parts: readonly Matcher[]): Matcher =>
  parts.length === 1 ? (parts[0] as Matcher) : (doc) => parts.every((part) => part(doc))

function compileTopLevel(operator: string, value: unknown, scope: Scope): Matcher | undefined {
  switch (operator) {
    case '$and':
      return all(compileList(operator, value, scope))
    case '$or': {
      const parts = compileList(operator, value, scope)
      return (doc) => parts.some((part) => part(doc))
    }
    case '$nor': {
      const parts = compileList(operator, value, scope)
      return (doc) => !parts.some((part) => part(doc))
    }
    case '$expr': {
      const expression = compileExpression(value)
      return (doc) => isTruthy(expression({ ...scope, ROOT: doc, CURRENT: doc }))
    }
    case '$comment':
      return undefined
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw notKnownHere(`the query operator ${operator}`)
  }
  throw bad(
    `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, ` +
      'consider using $getField or $setField.',
  )
}

function compileList(operator: string, value: unknown, scope: Scope): Matcher[] {
  if (!Array.isArray(value)) throw bad(`${operator} argument must be an array`)
  if (value.length === 0) throw bad(`${operator} argument must be a non-empty array`)
  return value.map((each) => {
    if (!isDoc(each)) throw bad(`${operator} argument's entries must be objects`)
    return compileFilter(each, scope)
  })
}

/** Whether a value is a document of operators, like `{ $gt: 1 }`. */
export const isOperators = (value: unknown): value is Doc => {
  if (!isDoc(value)) return false
  const [first] = Object.keys(value)
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first)
}

function compileField(path: string, spec: unknown, scope: Scope): Matcher[] {
  const steps = stepsOf(path)
  return conditionsOf(spec, scope).map((condition) => toMatcher(steps, condition))
}

function toMatcher(steps: readonly string[], condition: Condition | Negation): Matcher {
  if ('notAll' in condition) {
    const parts = condition.notAll.map((each) => toMatcher(steps, each))
    return (doc) => !parts.every((part) => part(doc))
  }
  const { test, not = false, expand = true } = condition
  const search = { steps, test, expand }
  return not ? (doc) => !someAt(doc, search) : (doc) => someAt(doc, search)
}

function conditionsOf(spec: unknown, scope: Scope): (Condition | Negation)[] {
  if (!isOperators(spec)) return [{ test: equalTo(spec) }]
  return Object.entries(spec).flatMap(([operator, operand]) => {
    if (operator === '$options' && '$regex' in spec) return []
    return toCondition(operator, operand, { spec, scope })
  })
}

function toCondition(
  operator: string,
  operand: unknown,
  at: { spec: Doc; scope: Scope },
): Condition | Negation {
  const compare = COMPARISONS[operator]
  if (compare) return { test: comparison(operand, compare) }
  switch (operator) {
    case '$eq':
      return { test: equalTo(operand) }
    case '$ne':
      return { test: equalTo(operand), not: true }
    case '$in':
      return { test: oneOf(operator, operand) }
    case '$nin':
      return { test: oneOf(operator, operand), not: true }
    case '$exists':
      return { test: (value) => value !== undefined, not: !isTruthy(operand), expand: false }
    case '$type':
      return { test: ofType(operand) }
    case '$size':
      return { test: ofSize(operand), expand: false }
    case '$mod':
      return { test: remainder(operand) }
    case '$regex':
      return { test: matching(toRegExp(operand, at.spec.$options)) }
    case '$elemMatch':
      return { test: elementMatching(operand, at.scope), expand: false }
    case '$all':
      return { test: containingAll(operand, at.scope), expand: false }
    case '$not':
      return { notAll: conditionsOf(toNegate(operand), at.scope) }
  }
  throw bad(`unknown operator: ${operator}`)
}

/** Whether an element of an array, which is not gone into any further, passes all of them. */
const passes = (value: unknown, conditions: readonly (Condition | Negation)[]): boolean =>
  conditions.every((each) =>
    'notAll' in each ? !passes(value, each.notAll) : each.test(value) !== (each.not ?? false),
  )

function toNegate(operand: unknown): unknown {
  if (operand instanceof BSON.BSONRegExp) return operand
  if (isOperators(operand)) return operand
  throw bad('$not needs a regex or a document')
}

function equalTo(operand: unknown): Test {
  if (operand instanceof BSON.BSONRegExp) return matching(toRegExp(operand, undefined))
  if (operand === null) return (value) => value === undefined || value === null
  if (operand === undefined) throw bad('cannot compare to undefined')
  if (typeof operand === 'string') return (value) => value === operand
  const key = toKey(operand)
  return (value) => value !== undefined && toKey(value) === key
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
}

/** Values of another type never pass, but everything is above MinKey and below MaxKey. */
function comparison(operand: unknown, holds: (order: number) => boolean): Test {
  if (operand instanceof BSON.BSONRegExp) throw bad("Can't have RegEx as arg to predicate over field")
  if (operand === null) return (value) => (value === undefined || value === null) && holds(0)
  const rank = rankOf(operand)
  const key = toKey(operand)
  const isEdge = ['minKey', 'maxKey'].includes(typeOf(operand))
  const isUnordered = Number.isNaN(toNumber(operand))
  return (value) => {
    if (!isEdge && (value === undefined || rankOf(value) !== rank)) return false
    const other = toKey(value)
    // Nothing is smaller or larger than what is not a number.
    if (isUnordered || Number.isNaN(toNumber(value))) return other === key && holds(0)
    return holds(other < key ? -1 : other > key ? 1 : 0)
  }
}

function oneOf(operator: string, operand: unknown): Test {
  if (!Array.isArray(operand)) throw bad(`${operator} needs an array`)
  const patterns: Test[] = []
  const keys = new Set<string>()
  for (const each of operand) {
    if (isOperators(each)) throw bad(`cannot nest $ under ${operator}`)
    if (each instanceof BSON.BSONRegExp) patterns.push(equalTo(each))
    else keys.add(toKey(each))
  }
  const hasNull = keys.has(toKey(null))
  return (value) =>
    (value === undefined ? hasNull : keys.has(toKey(value))) || patterns.some((pattern) => pattern(value))
}

function ofType(operand: unknown): Test {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map((each) => {
    const name = typeNameOf(each)
    if (name === undefined) throw bad(`Unknown type name alias: ${String(each)}`)
    return name
  })
  if (wanted.length === 0) throw new CommandError('FailedToParse', '$type must match at least one type')
  return (value) =>
    wanted.some((name) =>
      name === 'number' ? isNumeric(value) : value !== undefined && typeOf(value) === name,
    )
}

function ofSize(operand: unknown): Test {
  const size = toNumber(operand)
  if (size === undefined || !Number.isInteger(size) || size < 0) {
    throw bad('Failed to parse $size. Expected a non-negative integer.')
  }
  return (value) => Array.isArray(value) && value.length === size
}

function remainder(operand: unknown): Test {
  const [divisor, rest] = Array.isArray(operand) ? operand.map(toNumber) : []
  if (divisor === undefined || rest === undefined)
    throw bad('malformed mod, needs to be an array of two numbers')
  if (Math.trunc(divisor) === 0) throw bad('divisor cannot be 0')
  return (value) => {
    const number = toNumber(value)
    if (number === undefined || !Number.isFinite(number)) return false
    return Math.trunc(number) % Math.trunc(divisor) === Math.trunc(rest)
  }
}

function toRegExp(operand: unknown, options: unknown): RegExp {
  const pattern = operand instanceof BSON.BSONRegExp ? operand.pattern : operand
  const given = options ?? (operand instanceof BSON.BSONRegExp ? operand.options : '')
  if (typeof pattern !== 'string' || typeof given !== 'string') throw bad('$regex has to be a string')
  if (/[^imsu]/.test(given)) throw notKnownHere(`the regular expression options "${given}"`)
  return new RegExp(pattern, [...new Set(`${given}u`)].join(''))
}

const matching =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === 'string' && pattern.test(value)

/** `{ $gt: 1, $lt: 5 }` is asked of the elements themselves; anything else of documents among them. */
export function isValueElemMatch(operand: Doc): boolean {
  const [first] = Object.keys(operand)
  return isOperators(operand) && !['$and', '$or', '$nor', '$expr', '$where'].includes(first as string)
}

function elementMatching(operand: unknown, scope: Scope): Test {
  if (!isDoc(operand)) throw bad('$elemMatch needs an Object')
  if (isValueElemMatch(operand)) {
    const conditions = conditionsOf(operand, scope)
    return (value) => Array.isArray(value) && value.some((each) => passes(each, conditions))
  }
  const matches = compileFilter(operand, scope)
  return (value) => Array.isArray(value) && value.some((each) => isDoc(each) && matches(each))
}

function containingAll(operand: unknown, scope: Scope): Test {
  if (!Array.isArray(operand)) throw bad('$all needs an array')
  const tests = operand.map((each): Test => {
    if (isOperators(each)) return elementMatching(each.$elemMatch, scope)
    const isEqual = equalTo(each)
    return (value) => isEqual(value) || (Array.isArray(value) && value.some(isEqual))
  })
  return (value) => tests.length > 0 && tests.every((test) => test(value))
}

/** For fields like `$pull`: an element by value, or by a filter. */
export function elementTest(spec: unknown): Test {
  if (isOperators(spec)) {
    const conditions = conditionsOf(spec, {})
    return (value) => passes(value, conditions)
  }
  if (!isDoc(spec)) return (value) => areEqual(value, spec)
  const matches = compileFilter(spec)
  return (value) => isDoc(value) && matches(value)
}
