import { type Body, type IndexSpec, type Json, KEY_BYTES_MAX, type Key, StoreLimit } from './engine.ts'

/** One field of an index, taken apart: where it leads, which way it sorts, whether it walks an array. */
export interface IndexField {
  readonly steps: readonly { readonly name: string; readonly each: boolean }[]
  readonly descending: boolean
  readonly multi: boolean
}

const parsed = new Map<string, IndexField>()

/** Takes `-variants[].sku` apart. */
export function parseField(field: string): IndexField {
  const known = parsed.get(field)
  if (known) return known
  const descending = field.startsWith('-')
  const steps = (descending ? field.slice(1) : field).split('.').map((step) => ({
    name: step.replace('[]', ''),
    each: step.endsWith('[]'),
  }))
  const result = { steps, descending, multi: steps.some((step) => step.each) }
  parsed.set(field, result)
  return result
}

/** The order that every engine keeps: below zero when `a` comes first. */
export function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0
  return rankOf(a) - rankOf(b)
}

const rankOf = (key: Key): number =>
  key === null ? 0 : key === false ? 1 : key === true ? 2 : typeof key === 'number' ? 3 : 4

function compareText(a: string, b: string): number {
  const end = Math.min(a.length, b.length)
  for (let at = 0; at < end; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return toCodePointOrder(left) - toCodePointOrder(right)
  }
  return a.length - b.length
}

// UTF-16 puts surrogates, which stand for the highest code points, before U+E000 to U+FFFF.
const toCodePointOrder = (unit: number): number =>
  unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800

export const isMulti = (spec: IndexSpec): boolean => spec.fields.some((field) => parseField(field).multi)

export const isSparse = (spec: IndexSpec): boolean => Boolean(spec.sparse || spec.unique)

function valuesAt(from: Json | undefined, field: IndexField, depth = 0): Key[] {
  const step = field.steps[depth]
  if (!step) return [toKey(from)]
  const inner =
    from !== null && typeof from === 'object' ? (from as Record<string, Json>)[step.name] : undefined
  if (!step.each) return valuesAt(inner, field, depth + 1)
  return Array.isArray(inner) ? inner.flatMap((each: Json) => valuesAt(each, field, depth + 1)) : []
}

/** What a field without `[]` leads to. */
export function keyAt(body: Body, field: IndexField): Key {
  let value: Json | undefined = body
  for (const { name } of field.steps) {
    if (value === null || typeof value !== 'object') return null
    value = (value as Record<string, Json>)[name]
  }
  return toKey(value)
}

function toKey(value: Json | undefined): Key {
  if (value === undefined || value === null) return null
  if (typeof value === 'object')
    throw new TypeError('An index field leads to an object or array, not to a value.')
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`An index field holds ${value}, which cannot be stored.`)
  if (
    typeof value === 'string' &&
    value.length * 3 > KEY_BYTES_MAX &&
    Buffer.byteLength(value) > KEY_BYTES_MAX
  ) {
    throw new StoreLimit(
      'key',
      `"${value.slice(0, 40)}…" is longer than ${KEY_BYTES_MAX} bytes and cannot be indexed.`,
    )
  }
  // Half a surrogate pair cannot be written as UTF-8; databases put U+FFFD in its place, and so do we.
  return typeof value === 'string' ? value.toWellFormed() : value
}

/**
 * The entries a document makes in an index: none (sparse), one, or one for each distinct element of its
 * array.
 */
export function entriesOf(spec: IndexSpec, body: Body): Key[][] {
  let entries: Key[][] = [[]]
  for (const name of spec.fields) {
    const field = parseField(name)
    const values = field.multi ? [...new Set(valuesAt(body, field))] : valuesAt(body, field)
    entries = entries.flatMap((entry) => values.map((value) => [...entry, value]))
  }
  return isSparse(spec) ? entries.filter((entry) => !entry.includes(null)) : entries
}
