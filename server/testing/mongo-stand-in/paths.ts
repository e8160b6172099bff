import { type Doc, isDoc, own, setOwn } from './values.ts'

const known = new Map<string, readonly string[]>()

/** The steps of a dotted path. */
export function stepsOf(path: string): readonly string[] {
  const found = known.get(path)
  if (found) return found
  const steps = path.split('.')
  known.set(path, steps)
  return steps
}

export type Test = (value: unknown) => boolean

export interface Search {
  readonly steps: readonly string[]
  /** Gets `undefined` where nothing is. */
  readonly test: Test
  /** Whether the elements of an array at the end count as well, as they do for most operators. */
  readonly expand: boolean
}

/** Whether any value that a path leads to passes: arrays on the way are gone into, as queries do. */
export function someAt(doc: Doc, search: Search, at = 0): boolean {
  const { steps, test } = search
  const value = own(doc, steps[at] as string)
  if (at === steps.length - 1) return testLeaf(value, search)
  if (Array.isArray(value)) return someWithin(value, search, at + 1)
  return isDoc(value) ? someAt(value, search, at + 1) : test(undefined)
}

const testLeaf = (value: unknown, { test, expand }: Search) =>
  (expand && Array.isArray(value) && value.some(test)) || test(value)

function someWithin(array: readonly unknown[], search: Search, at: number): boolean {
  const { steps } = search
  const step = steps[at] as string
  for (const element of array) if (isDoc(element) && someAt(element, search, at)) return true
  if (!/^(0|[1-9]\d*)$/.test(step) || Number(step) >= array.length) return false
  const element = array[Number(step)]
  if (at === steps.length - 1) return testLeaf(element, search)
  if (Array.isArray(element)) return someWithin(element, search, at + 1)
  return isDoc(element) && someAt(element, search, at + 1)
}

/** The value at a path as aggregation reads it: through an array, the array of what its elements have. */
export function valueAt(from: unknown, steps: readonly string[], at = 0): unknown {
  if (at === steps.length) return from
  if (Array.isArray(from)) {
    return from.map((each) => valueAt(each, steps, at)).filter((each) => each !== undefined)
  }
  return isDoc(from) ? valueAt(own(from, steps[at] as string), steps, at + 1) : undefined
}

/** The value at a path without going into arrays, except by their positions. */
export function plainValueAt(from: unknown, steps: readonly string[]): unknown {
  let value = from
  for (const step of steps) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) ? value[Number(step)] : undefined
    else value = isDoc(value) ? own(value, step) : undefined
  }
  return value
}

/** Sets a path in plain documents, making those on the way. For results, not for stored documents. */
export function assignAt(doc: Doc, steps: readonly string[], value: unknown): void {
  let target = doc
  for (const step of steps.slice(0, -1)) {
    const next = own(target, step)
    if (isDoc(next)) target = next
    else {
      const made: Doc = {}
      setOwn(target, step, made)
      target = made
    }
  }
  setOwn(target, steps.at(-1) as string, value)
}
