import fc, { type Arbitrary } from 'fast-check'
import type { Schema } from './api.kit.ts'
import { markOf } from './things.kit.ts'

const TEXT_CHARS_USUAL = 40
const ITEMS_USUAL = 4
const ID_PATTERN = /^\^([a-z]+)_\[/

/** Values that a schema accepts, once their marks are filled in. `name` is the field that it is for. */
export function toArbitrary(schema: Schema, name = ''): Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each: Schema) => toArbitrary(each, name)))
  if (schema.allOf) return merged(schema.allOf.map((each: Schema) => toArbitrary(each, name)))
  switch (schema.type) {
    case 'object':
      return anObject(schema)
    case 'array':
      return anArray(schema, name)
    case 'integer':
      return name === 'version' ? fc.oneof(aMark('#version'), anInteger(schema)) : anInteger(schema)
    case 'number':
      return aNumber(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return aText(schema, name)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const merged = (parts: Arbitrary<unknown>[]): Arbitrary<unknown> =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each))

function anObject(schema: Schema): Arbitrary<unknown> {
  const { properties = {}, required = [], patternProperties, additionalProperties } = schema
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema
  const fields = Object.entries(properties).map(([key, each]) => [key, toArbitrary(each as Schema, key)])
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true })
  const more = Object.values(patternProperties ?? {})[0] ?? additionalProperties
  const isMap = more !== undefined && typeof more === 'object'
  const whole = isMap ? merged([known, fc.dictionary(aKey, toArbitrary(more), { maxKeys: 3 })]) : known
  return whole.filter((value) => {
    const { length } = Object.keys(value as object)
    return length >= minProperties && length <= maxProperties
  })
}

const aKey = fc.string({ minLength: 1, maxLength: 12 }).filter((key) => key !== '__proto__')

function anArray(schema: Schema, name: string): Arbitrary<unknown> {
  const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems } = schema
  const bounds = { minLength: minItems, maxLength: Math.min(maxItems, Math.max(minItems, ITEMS_USUAL)) }
  const item = toArbitrary(items, name)
  return uniqueItems
    ? fc.uniqueArray(item, { ...bounds, selector: (each) => JSON.stringify(each) })
    : fc.array(item, bounds)
}

function anInteger({ minimum, maximum, default: usual }: Schema): Arbitrary<unknown> {
  const min = Math.ceil(minimum ?? Math.max(Number.MIN_SAFE_INTEGER, (maximum ?? 0) - 1_000))
  const max = Math.floor(maximum ?? Number.MAX_SAFE_INTEGER)
  const low = fc.integer({ min, max: Math.min(max, min + 9) })
  // Of numbers around nothing, versions and quantities are made.
  const small = min < 0 && max > 9 ? fc.integer({ min: 0, max: 9 }) : low
  const edge = fc.constantFrom(min, max, ...(usual === undefined ? [] : [usual]))
  return fc.oneof(
    { arbitrary: small, weight: 5 },
    { arbitrary: fc.maxSafeInteger().map((n) => min + (Math.abs(n) % (max - min + 1))), weight: 2 },
    { arbitrary: edge, weight: 1 },
  )
}

function aNumber({ minimum, maximum }: Schema): Arbitrary<unknown> {
  const [min, max] = [minimum ?? -1e9, maximum ?? 1e9]
  return fc.oneof(
    fc.double({ min, max, noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: Math.ceil(min), max: Math.floor(max) }),
    fc.constantFrom(min, max),
  )
}

function aText(schema: Schema, name: string): Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  const prefix = pattern === undefined ? undefined : ID_PATTERN.exec(pattern)?.[1]
  const fits = (text: string) => {
    const { length } = [...text]
    return length >= minLength && length <= maxLength
  }
  if (prefix !== undefined) {
    return fc.oneof({ arbitrary: aMark(prefix), weight: 8 }, { arbitrary: aMatch(pattern), weight: 1 })
  }
  const longest = Math.min(maxLength, Math.max(minLength, TEXT_CHARS_USUAL))
  const usual =
    pattern === undefined || pattern === '\\S'
      ? fc
          .string({ unit: 'binary', minLength, maxLength: longest })
          .filter((text) => !pattern || /\S/.test(text))
      : aMatch(pattern).filter(fits)
  const ends = [minLength, maxLength].filter((n) => n > 0 && n <= 30_000).map((n) => 'x'.repeat(n))
  const edges = pattern === undefined && ends.length > 0 ? [fc.constantFrom(...ends)] : []
  return fc.oneof(
    { arbitrary: usual, weight: 6 },
    ...edges.map((arbitrary) => ({ arbitrary, weight: 1 })),
    // Whatever was seen in a field of this name is likely to fit here, and to be the name of something.
    ...(name === '' || schema.enum ? [] : [{ arbitrary: aMark(`.${name}`), weight: 6 }]),
  )
}

const aMark = (kind: string): Arbitrary<string> => fc.nat({ max: 40 }).map((nth) => markOf(kind, nth))

const matches = new Map<string, Arbitrary<string>>()

function aMatch(pattern: string): Arbitrary<string> {
  const known = matches.get(pattern) ?? fc.stringMatching(new RegExp(pattern, 'u'))
  matches.set(pattern, known)
  return known
}
