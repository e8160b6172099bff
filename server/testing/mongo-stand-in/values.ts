import { BSON } from 'mongodb'

/** A BSON document, parsed. Numbers stay in their BSON types, since the server tells int from double. */
export type Doc = { [key: string]: unknown }

const { Int32, Long, Double, Timestamp, ObjectId } = BSON

const PARSING = {
  promoteValues: false,
  promoteLongs: false,
  promoteBuffers: false,
  bsonRegExp: true,
} as const

export const parse = (bytes: Uint8Array): Doc => BSON.deserialize(bytes, PARSING)

/** Plain integers that fit become `int`, others `double`, as the driver has it. */
export const serialize = (doc: Doc): Uint8Array => BSON.serialize(doc, { ignoreUndefined: true })

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** A field of a document and never one of `Object.prototype`. */
export const own = (doc: Doc, key: string): unknown => (Object.hasOwn(doc, key) ? doc[key] : undefined)

/** `__proto__` too is only a name. */
export function setOwn(doc: Doc, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(doc, key, { value, writable: true, enumerable: true, configurable: true })
  } else doc[key] = value
}

/** Documents and arrays are copied; other values are never changed and may be shared. */
export function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T
  if (!isDoc(value)) return value
  const result: Doc = {}
  for (const key of Object.keys(value)) setOwn(result, key, copy(value[key]))
  return result as T
}

const TYPE_CODES: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
}

const BSON_TYPES: Readonly<Record<string, string>> = {
  Int32: 'int',
  Double: 'double',
  Long: 'long',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  Timestamp: 'timestamp',
  BSONRegExp: 'regex',
  BSONSymbol: 'symbol',
  Code: 'javascript',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
  DBRef: 'object',
}

const isInt32 = (value: number) => Number.isInteger(value) && (value | 0) === value && !Object.is(value, -0)

/** The server's name of a value's type, `missing` for nothing at all. */
export function typeOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'number':
      return isInt32(value) ? 'int' : 'double'
    case 'undefined':
      return 'missing'
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return 'array'
      if (value instanceof Date) return 'date'
      if (isDoc(value)) return 'object'
      return BSON_TYPES[(value as { _bsontype?: string })._bsontype ?? ''] ?? 'unknown'
  }
  return 'unknown'
}

/** The name that a number or alias in a `$type` stands for; undefined if there is none. */
export function typeNameOf(alias: unknown): string | undefined {
  if (typeof alias === 'string') return alias === 'number' || alias in TYPE_CODES ? alias : undefined
  const code = toNumber(alias)
  return Object.entries(TYPE_CODES).find(([, each]) => each === code)?.[0]
}

const NUMERIC = new Set(['int', 'long', 'double', 'decimal'])

export const isNumeric = (value: unknown): boolean => NUMERIC.has(typeOf(value))

/** A number of any BSON type as JavaScript has it; undefined for what is none. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Int32 || value instanceof Double) return value.value
  return value instanceof Long ? value.toNumber() : undefined
}

/** As the server reads flags: false, 0, null and nothing are false. */
export const isTruthy = (value: unknown): boolean =>
  !(value === undefined || value === null || value === false || toNumber(value) === 0)

/** An integer as the narrowest of `int` and `long` that was not narrower before. */
export const toInteger = (value: bigint, atLeast: 'int' | 'long' = 'int'): unknown =>
  atLeast === 'int' && value === BigInt.asIntN(32, value) ? new Int32(Number(value)) : Long.fromBigInt(value)

export const toDouble = (value: number): unknown => new Double(value)

/** Points in the order of commits: seconds and a counter, packed so that they compare as numbers. */
export type Moment = number

const COUNTER = 2 ** 20

export const toMoment = (seconds: number, counter: number): Moment => seconds * COUNTER + counter

export const toTimestamp = (moment: Moment): unknown =>
  new Timestamp({ t: Math.floor(moment / COUNTER), i: moment % COUNTER })

export const fromTimestamp = (value: unknown): Moment | undefined =>
  value instanceof Timestamp ? toMoment(value.t, value.i) : undefined

export const createObjectId = (): unknown => new ObjectId()
