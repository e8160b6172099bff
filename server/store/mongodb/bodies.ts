import { Long } from 'mongodb'
import type { Body, Json } from '#store/engine.ts'

/*
 * Bodies lie in MongoDB as documents, readable there. What BSON, its driver or the server would take for
 * something else is written in another way and turned back when read: names with a dot, a `$` in front, a NUL
 * or a meaning to JavaScript, halves of surrogate pairs, and what is nested deeper than MongoDB allows.
 */

/** A body as it is written. */
export interface BsonBody {
  readonly body: Record<string, unknown>
  /** Something in it is written in another way than it reads. */
  readonly odd: boolean
  /** At least as many bytes as it takes, as JSON and as BSON. */
  readonly bytesAtMost: number
}

/** MongoDB allows 100 levels for a whole document. */
const DEPTH_MAX = 60

/** Stands before a name that is written otherwise; no other name begins with it. */
const ODD = '~'
/** The one name of an object that stands for a value written as JSON. No name is written like this. */
const AS_JSON = '~json'

// biome-ignore lint/suspicious/noControlCharactersInRegex: BSON ends a name at a NUL.
const ODD_NAME = /^$|^[$~]|[.\u0000]|^(__proto__|_bsontype|toBSON|toJSON)$/

const INT32_MAX = 2 ** 31 - 1

/** Takes a copy, as JSON would: what is undefined is left out, numbers that are not finite become null. */
export function toBsonBody(body: Body): BsonBody {
  const notes: Notes = { odd: false, bytes: 0 }
  const copy = toBsonObject(body, 0, notes)
  return { body: copy, odd: notes.odd, bytesAtMost: notes.bytes }
}

interface Notes {
  odd: boolean
  bytes: number
}

function toBson(value: unknown, depth: number, notes: Notes): unknown {
  notes.bytes += 40
  switch (typeof value) {
    case 'string':
      notes.bytes += value.length * 6
      return value.isWellFormed() ? value : asJson(value, notes)
    case 'number':
      return toBsonNumber(value)
    case 'boolean':
      return value
    case 'object':
      return value === null ? null : toBsonNested(value, depth, notes)
    case 'bigint':
      throw new TypeError('A body holds a BigInt, which is not JSON.')
    default:
      return null
  }
}

/** Integers have an integer's type there, by which `adjust` knows them. */
export function toBsonNumber(value: number): unknown {
  if (!Number.isSafeInteger(value)) return Number.isFinite(value) ? value : null
  if (value === 0) return 0
  return value > INT32_MAX || value < -INT32_MAX ? Long.fromNumber(value) : value
}

function toBsonNested(value: object, depth: number, notes: Notes): unknown {
  if ('toJSON' in value && typeof value.toJSON === 'function') return toBson(value.toJSON(), depth, notes)
  if (depth >= DEPTH_MAX) return asJson(value, notes)
  if (Array.isArray(value)) return value.map((each: unknown) => toBson(each, depth + 1, notes))
  return toBsonObject(value as Body, depth, notes)
}

function toBsonObject(from: Body, depth: number, notes: Notes): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(from)) {
    const value: unknown = from[name]
    if (value === undefined || typeof value === 'function' || typeof value === 'symbol') continue
    notes.bytes += name.length * 6
    copy[toBsonName(name, notes)] = toBson(value, depth + 1, notes)
  }
  return copy
}

function asJson(value: unknown, notes: Notes) {
  const text = JSON.stringify(value)
  notes.odd = true
  notes.bytes += text.length * 6
  return { [AS_JSON]: text }
}

function toBsonName(name: string, notes: Notes): string {
  if (!ODD_NAME.test(name) && name.isWellFormed()) return name
  notes.odd = true
  return ODD + JSON.stringify(name).slice(1, -1).replaceAll('.', '\\u002e')
}

/** Turns back what was written in another way. What is not odd needs it only before it was sent. */
export function fromBsonBody(body: Record<string, unknown>): Body {
  return fromBson(body) as Body
}

function fromBson(value: unknown): Json {
  if (value === null || typeof value !== 'object') return value as Json
  if (Array.isArray(value)) return value.map(fromBson)
  if (value instanceof Long) return value.toNumber()
  const text = (value as Record<string, unknown>)[AS_JSON]
  if (text !== undefined) return JSON.parse(text as string) as Json
  const result: Record<string, Json> = {}
  for (const [name, inner] of Object.entries(value)) set(result, fromBsonName(name), fromBson(inner))
  return result
}

const fromBsonName = (name: string): string =>
  name.startsWith(ODD) ? (JSON.parse(`"${name.slice(1)}"`) as string) : name

/** `__proto__` is a name like any other to JSON. */
function set(on: Record<string, Json>, name: string, value: Json): void {
  if (name !== '__proto__') on[name] = value
  else Object.defineProperty(on, name, { value, enumerable: true, configurable: true, writable: true })
}
