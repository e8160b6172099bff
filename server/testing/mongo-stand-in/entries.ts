import { CommandError } from './errors.ts'
import { invert, KEY_END, toKey } from './order.ts'
import { type Doc, isDoc, own } from './values.ts'

/** The fields of an index or a sort, with their directions. */
export interface KeyPattern {
  readonly fields: readonly KeyField[]
}

export interface KeyField {
  readonly path: string
  readonly steps: readonly string[]
  readonly descending: boolean
}

export interface Entries {
  /** One key for each combination of elements, without repetitions. */
  readonly keys: readonly string[]
  /** The values that the keys are made of, in the same order. */
  readonly values: readonly (readonly unknown[])[]
  /** Which fields are under an array. */
  readonly multi: readonly boolean[]
  /** Whether any field is there at all. */
  readonly present: boolean
}

/** A field on its way into a document: a value once it is found, or the steps that are left. */
type Part = { readonly value: unknown } | { readonly from: unknown; readonly steps: readonly string[] }

/** A missing field is indexed as null, an empty array as BSON's `undefined`, which comes before null. */
const EMPTY = Symbol('empty')

const keyOf = (value: unknown) => (value === EMPTY ? toKey(undefined) : toKey(value ?? null))

/** The keys that a document has in an index, or in a sort. */
export function entriesOf({ fields }: KeyPattern, doc: Doc): Entries {
  const multi = fields.map(() => false)
  const state = { present: false, multi }
  const rows = expand(
    fields.map(({ steps }) => ({ from: doc, steps })),
    state,
  )
  const byKey = new Map<string, readonly unknown[]>()
  for (const row of rows) {
    const parts = row.map((value, at) => (fields[at]?.descending ? invert(keyOf(value)) : keyOf(value)))
    byKey.set(
      parts.join('') + KEY_END,
      row.map((value) => (value === EMPTY ? undefined : (value ?? null))),
    )
  }
  return { keys: [...byKey.keys()], values: [...byKey.values()], multi, present: state.present }
}

type State = { present: boolean; readonly multi: boolean[] }

/** Follows every part to its end or to an array; then does it again with each element of that array. */
function expand(parts: readonly Part[], state: State): unknown[][] {
  const followed = parts.map((part) => ('value' in part ? part : follow(part.from, part.steps)))
  let array: readonly unknown[] | undefined
  for (const [at, part] of followed.entries()) {
    if ('value' in part) {
      if (part.value !== undefined) state.present = true
      continue
    }
    if (array && array !== part.from) throw parallelArrays()
    array = part.from as readonly unknown[]
    state.multi[at] = true
  }
  if (!array) return [followed.map((part) => ('value' in part ? part.value : undefined))]
  const elements = array.length === 0 ? [EMPTY] : array
  return elements.flatMap((element) =>
    expand(
      followed.map((part) => ('value' in part ? part : enter(element, part.steps))),
      state,
    ),
  )
}

/** An element of an array: the value itself where the path ends, else where the path goes on. */
function enter(element: unknown, steps: readonly string[]): Part {
  if (steps.length === 0) return { value: element }
  return isDoc(element) ? { from: element, steps } : { value: undefined }
}

function follow(from: unknown, steps: readonly string[]): Part {
  let value = from
  for (const [at, step] of steps.entries()) {
    if (!isDoc(value)) return { value: undefined }
    value = own(value, step)
    if (Array.isArray(value)) return { from: value, steps: steps.slice(at + 1) }
  }
  return { value }
}

const parallelArrays = () => new CommandError('CannotIndexParallelArrays', 'cannot index parallel arrays')
