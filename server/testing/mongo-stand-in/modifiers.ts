import { plus, times } from './arithmetic.ts'
import { CommandError, notKnownHere } from './errors.ts'
import { elementTest } from './match.ts'
import { areEqual, compareValues, isSame } from './order.ts'
import { plainValueAt } from './paths.ts'
import { copy, type Doc, isDoc, isNumeric, own, setOwn, toNumber, typeOf } from './values.ts'

export interface Modification {
  /** Changed in place. */
  readonly doc: Doc
  readonly steps: readonly string[]
  readonly path: string
  readonly operand: unknown
  readonly isInsert: boolean
}

/** What has become of the field. */
export type Outcome = 'same' | 'removed' | { readonly value: unknown }

export type Modifier = (modification: Modification) => Outcome

const ARRAY_GAP_MAX = 1_500_000

/** Where a path ends: the document or array that holds the last step. */
function holderOf({ doc, steps }: Modification): Doc | unknown[] {
  let holder: Doc | unknown[] = doc
  for (const step of steps.slice(0, -1)) {
    const next: unknown = getStep(holder, step)
    if (next === undefined) {
      const made: Doc = {}
      setStep(holder, step, made)
      holder = made
    } else if (isDoc(next) || Array.isArray(next)) holder = next
    else throw notViable(step, next)
  }
  return holder
}

const notViable = (step: string, there: unknown) =>
  new CommandError('PathNotViable', `Cannot create a field in element {${step}: ${typeOf(there)}}`)

const getStep = (holder: Doc | unknown[], step: string): unknown =>
  Array.isArray(holder) ? holder[toPosition(step)] : own(holder, step)

function toPosition(step: string): number {
  if (!/^(0|[1-9]\d*)$/.test(step)) {
    throw new CommandError('PathNotViable', `Cannot create field '${step}' in an array`)
  }
  return Number(step)
}

function setStep(holder: Doc | unknown[], step: string, value: unknown): void {
  if (!Array.isArray(holder)) {
    setOwn(holder, step, value)
    return
  }
  const at = toPosition(step)
  if (at - holder.length > ARRAY_GAP_MAX) throw new CommandError('BadValue', 'can not backfill array')
  while (holder.length < at) holder.push(null)
  holder[at] = value
}

/** Sets the field, unless it has exactly this value. */
function put(modification: Modification, value: unknown): Outcome {
  const before = plainValueAt(modification.doc, modification.steps)
  if (before !== undefined && isSame(before, value)) return 'same'
  setStep(holderOf(modification), modification.steps.at(-1) as string, value)
  return { value }
}

function remove({ doc, steps }: Modification): Outcome {
  const holder = steps.length === 1 ? doc : plainValueAt(doc, steps.slice(0, -1))
  const last = steps.at(-1) as string
  if (Array.isArray(holder)) {
    if (!/^\d+$/.test(last) || Number(last) >= holder.length) return 'same'
    holder[Number(last)] = null
    return { value: null }
  }
  if (!isDoc(holder) || !Object.hasOwn(holder, last)) return 'same'
  delete holder[last]
  return 'removed'
}

const calculated =
  (
    operator: string,
    calculate: (a: unknown, b: unknown) => unknown,
    missing: (operand: unknown) => unknown,
  ): Modifier =>
  (modification) => {
    const { doc, steps, path, operand } = modification
    if (!isNumeric(operand)) {
      const message = `Cannot ${verbOf(operator)} with non-numeric argument: {${path}: ${typeOf(operand)}}`
      throw new CommandError('TypeMismatch', message)
    }
    const value = plainValueAt(doc, steps)
    if (value === undefined) return put(modification, missing(operand))
    if (!isNumeric(value)) {
      const message =
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${String(doc._id)}} has the field ` +
        `'${steps.at(-1)}' of non-numeric type ${typeOf(value)}`
      throw new CommandError('TypeMismatch', message)
    }
    if ([value, operand].some((each) => typeOf(each) === 'decimal'))
      throw notKnownHere('how to calculate with decimals')
    const result = calculate(value, operand)
    if (result !== undefined) return put(modification, result)
    const message = `Failed to apply ${operator} operations to current value (${value}) for document {_id: ${doc._id}}`
    throw new CommandError('BadValue', message)
  }

const verbOf = (operator: string) => (operator === '$inc' ? 'increment' : 'multiply')

const extreme =
  (sign: 1 | -1): Modifier =>
  (modification) => {
    const before = plainValueAt(modification.doc, modification.steps)
    const isBetter = before === undefined || compareValues(modification.operand, before) * sign > 0
    return isBetter ? put(modification, modification.operand) : 'same'
  }

function arrayAt({ doc, steps, path }: Modification, operator: string): readonly unknown[] | undefined {
  const value = plainValueAt(doc, steps)
  if (value === undefined || Array.isArray(value)) return value
  const message = `The field '${path}' must be an array but is of type ${typeOf(value)} (${operator})`
  throw new CommandError('BadValue', message)
}

/** The elements that `$push` and `$addToSet` are given, one or `$each` of several. */
function elementsOf(operand: unknown, allowed: readonly string[]): { each: unknown[]; options: Doc } {
  if (!isDoc(operand) || !('$each' in operand)) return { each: [operand], options: {} }
  const unknown = Object.keys(operand).find((key) => key !== '$each' && !allowed.includes(key))
  if (unknown) throw notKnownHere(`the clause ${unknown} of this update operator`)
  if (!Array.isArray(operand.$each))
    throw new CommandError('BadValue', 'The argument to $each must be an array')
  return { each: operand.$each, options: operand }
}

function push(modification: Modification): Outcome {
  const { each, options } = elementsOf(modification.operand, ['$slice', '$position'])
  const before = arrayAt(modification, '$push') ?? []
  const at = toNumber(options.$position) ?? before.length
  const all = before.toSpliced(at, 0, ...each.map(copy))
  const slice = toNumber(options.$slice)
  const value = slice === undefined ? all : slice < 0 ? all.slice(slice) : all.slice(0, slice)
  return put(modification, value)
}

function addToSet(modification: Modification): Outcome {
  const { each } = elementsOf(modification.operand, [])
  const value = [...(arrayAt(modification, '$addToSet') ?? [])]
  for (const one of each) if (!value.some((other) => areEqual(other, one))) value.push(copy(one))
  return put(modification, value)
}

function pull(modification: Modification): Outcome {
  const before = arrayAt(modification, '$pull')
  if (!before) return 'same'
  const isGone = elementTest(modification.operand)
  return put(
    modification,
    before.filter((each) => !isGone(each)),
  )
}

function pop(modification: Modification): Outcome {
  const before = arrayAt(modification, '$pop')
  if (!before || before.length === 0) return 'same'
  return put(modification, toNumber(modification.operand) === -1 ? before.slice(1) : before.slice(0, -1))
}

/** The update operators that are known here. */
export const MODIFIERS: Readonly<Record<string, Modifier>> = {
  $set: (modification) => put(modification, copy(modification.operand)),
  $setOnInsert: (modification) =>
    modification.isInsert ? put(modification, copy(modification.operand)) : 'same',
  $unset: remove,
  $inc: calculated('$inc', plus, (operand) => operand),
  $mul: calculated('$mul', times, (operand) => times(operand, 0)),
  $min: extreme(-1),
  $max: extreme(1),
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pop: pop,
}
