import { averageOf, extremeOf, sumOf } from './arithmetic.ts'
import { CommandError, notKnownHere } from './errors.ts'
import { compileExpression, type Expression, type Scope } from './expressions.ts'
import { toKey } from './order.ts'
import { type Doc, isDoc, setOwn, toInteger } from './values.ts'

/** What the values that came together make; computed once all are there. */
const ACCUMULATORS: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  $sum: sumOf,
  $avg: averageOf,
  $min: (values) => extremeOf(values, -1),
  $max: (values) => extremeOf(values, 1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((each) => each !== undefined),
  $addToSet: (values) => [
    ...new Map(values.filter((each) => each !== undefined).map((each) => [toKey(each), each])).values(),
  ],
  $count: (values) => toInteger(BigInt(values.length)),
}

interface Field {
  readonly name: string
  readonly expression: Expression
  readonly accumulate: (values: readonly unknown[]) => unknown
}

function toField(name: string, spec: unknown): Field {
  const entries = isDoc(spec) ? Object.entries(spec) : []
  const [first] = entries
  if (!first || entries.length > 1) {
    throw new CommandError(40238, `The field '${name}' must specify one accumulator`)
  }
  const [operator, operand] = first
  const accumulate = ACCUMULATORS[operator]
  if (!accumulate) {
    if (
      ['$stdDevPop', '$stdDevSamp', '$mergeObjects', '$top', '$bottom', '$firstN', '$lastN'].includes(
        operator,
      )
    ) {
      throw notKnownHere(`the accumulator ${operator}`)
    }
    throw new CommandError(15952, `unknown group operator '${operator}'`)
  }
  const expression = operator === '$count' ? () => null : compileExpression(operand)
  return { name, expression, accumulate }
}

/** `$group`: one document for each value of `_id`, in the order in which they first appear. */
export function compileGroup(spec: unknown, scope: Scope): (docs: Iterable<Doc>) => Iterable<Doc> {
  if (!isDoc(spec)) throw new CommandError(15947, "a group's fields must be specified in an object")
  if (!('_id' in spec)) throw new CommandError(15955, 'a group specification must include an _id')
  const id = compileExpression(spec._id)
  const fields = Object.entries(spec).flatMap(([name, each]) => (name === '_id' ? [] : [toField(name, each)]))
  return function* (docs) {
    const groups = new Map<string, { id: unknown; values: unknown[][] }>()
    for (const doc of docs) {
      const seen = { ...scope, ROOT: doc, CURRENT: doc }
      const value = id(seen) ?? null
      const key = toKey(value)
      const group = groups.get(key) ?? { id: value, values: fields.map(() => []) }
      groups.set(key, group)
      for (const [at, { expression }] of fields.entries()) group.values[at]?.push(expression(seen))
    }
    for (const group of groups.values()) {
      const result: Doc = { _id: group.id }
      for (const [at, { name, accumulate }] of fields.entries()) {
        setOwn(result, name, accumulate(group.values[at] ?? []))
      }
      yield result
    }
  }
}
