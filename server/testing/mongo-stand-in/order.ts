import { BSON } from 'mongodb'
import { notKnownHere } from './errors.ts'
import { type Doc, isDoc, toNumber, typeOf } from './values.ts'

/*
 * Every comparison of values goes through keys: strings whose order, unit by unit, is BSON's order. Equal
 * values of different numeric types have one key.
 */

/** The types in BSON's order of comparison, with room between them for edges. */
const RANKS: Readonly<Record<string, number>> = {
  minKey: 10,
  missing: 20,
  undefined: 20,
  null: 30,
  int: 40,
  long: 40,
  double: 40,
  string: 50,
  symbol: 50,
  object: 60,
  array: 70,
  binData: 80,
  objectId: 90,
  bool: 100,
  date: 110,
  timestamp: 120,
  regex: 130,
  javascript: 140,
  maxKey: 200,
}

/** Values of one rank are of comparable types. */
export function rankOf(value: unknown): number {
  const type = typeOf(value)
  const rank = RANKS[type]
  if (rank === undefined) throw notKnownHere(`how to compare values of the type ${type}`)
  return rank
}

export const rankChar = (rank: number): string => String.fromCharCode(rank)

const END = '\u0000'
const view = new DataView(new ArrayBuffer(8))

/** Four units that sort as the doubles do; NaN before all others. */
function fromDouble(value: number): string {
  if (Number.isNaN(value)) return '\u0000\u0000\u0000\u0000'
  view.setFloat64(0, value === 0 ? 0 : value)
  const isNegative = view.getUint8(0) >= 0x80
  let text = ''
  for (let at = 0; at < 8; at += 2) {
    const unit = view.getUint16(at)
    text += String.fromCharCode(isNegative ? unit ^ 0xffff : at === 0 ? unit | 0x8000 : unit)
  }
  return text
}

const HALF = 0x8000

/** A long is not always a double: how far it is from the nearest one comes after. */
function fromNumber(value: unknown): string {
  const double = toNumber(value) as number
  const rest = value instanceof BSON.Long ? Number(value.toBigInt() - BigInt(double)) : 0
  return fromDouble(double) + String.fromCharCode(HALF + rest)
}

/** UTF-16 sorts surrogates before the units that follow them; code points come after. */
const inCodePointOrder = (text: string) =>
  /[\ud800-\uffff]/.test(text)
    ? text.replace(/[\ud800-\uffff]/g, (unit) => {
        const code = unit.charCodeAt(0)
        return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000)
      })
    : text

function fromText(text: string): string {
  const ordered = inCodePointOrder(text)
  return (ordered.includes('\u0000') ? ordered.replaceAll('\u0000', '\u0000\uffff') : ordered) + END
}

const fromBytes = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

const fromLength = (length: number) => String.fromCharCode(length >>> 16, length & 0xffff)

function fromDoc(doc: Doc): string {
  let text = ''
  for (const key of Object.keys(doc)) {
    const value = doc[key]
    if (value !== undefined) text += rankChar(rankOf(value)) + fromText(key) + toKey(value)
  }
  return text + END
}

function payloadOf(value: unknown): string {
  if (typeof value === 'string') return fromText(value)
  if (typeof value === 'boolean') return value ? '\u0001' : '\u0000'
  if (value instanceof Date) return fromDouble(value.getTime())
  if (Array.isArray(value)) return value.map(toKey).join('') + END
  if (isDoc(value)) return fromDoc(value)
  if (value instanceof BSON.ObjectId) return fromBytes(value.id)
  if (value instanceof BSON.Timestamp) return fromLength(value.t) + fromLength(value.i)
  if (value instanceof BSON.BSONRegExp) return fromText(value.pattern) + fromText(value.options)
  if (value instanceof BSON.BSONSymbol) return fromText(value.value)
  if (value instanceof BSON.Binary) {
    const bytes = value.buffer.subarray(0, value.length())
    return fromLength(bytes.length) + String.fromCharCode(value.sub_type) + fromBytes(bytes)
  }
  if (toNumber(value) !== undefined) return fromNumber(value)
  if (value instanceof BSON.Code) return fromText(String(value.code))
  return ''
}

/** A text that sorts as the value does among all values of BSON. */
export const toKey = (value: unknown): string => rankChar(rankOf(value)) + payloadOf(value)

/** Turns the order of keys round. */
export function invert(key: string): string {
  let text = ''
  for (let at = 0; at < key.length; at++) text += String.fromCharCode(key.charCodeAt(at) ^ 0xffff)
  return text
}

/** Ends a key of several values, so that inverted ones sort rightly at their end too. */
export const KEY_END = '\u0004'

export function compareValues(a: unknown, b: unknown): number {
  const left = toKey(a)
  const right = toKey(b)
  return left < right ? -1 : left > right ? 1 : 0
}

export const areEqual = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' ? a === b : toKey(a) === toKey(b)

/** Whether two values are the same to the byte: types and the order of fields count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, at) => isSame(each, b[at]))
  }
  if (isDoc(a) && isDoc(b)) {
    const [left, right] = [Object.keys(a), Object.keys(b)]
    return (
      left.length === right.length && left.every((key, at) => right[at] === key && isSame(a[key], b[key]))
    )
  }
  // There are two zeros, which are equal.
  return typeOf(a) === typeOf(b) && areEqual(a, b) && Object.is(toNumber(a), toNumber(b))
}

/** A place just before or just after all values with a key; a key of one unit stands for all of its type. */
export interface Edge {
  readonly key: string
  readonly after: boolean
}

export const beforeRank = (rank: number): Edge => ({ key: rankChar(rank), after: false })
export const afterRank = (rank: number): Edge => ({ key: rankChar(rank), after: true })

export const compareEdges = (a: Edge, b: Edge): number => {
  const left = edgeText(a)
  const right = edgeText(b)
  return left < right ? -1 : left > right ? 1 : 0
}

/** Where an edge lies among ascending keys. */
export function edgeText({ key, after }: Edge): string {
  if (key.length === 1) return after ? rankChar(key.charCodeAt(0) + 1) : key
  return after ? `${key}\uffff` : key
}

/** Where an edge lies among inverted keys. */
export function invertedEdgeText({ key, after }: Edge): string {
  if (key.length === 1) return String.fromCharCode((key.charCodeAt(0) ^ 0xffff) + (after ? 0 : 1))
  return invert(key) + (after ? '\u0001' : '\uffff')
}
