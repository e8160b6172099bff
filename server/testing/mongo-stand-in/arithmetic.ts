import { BSON } from 'mongodb'
import { CommandError, notKnownHere } from './errors.ts'
import { compareValues } from './order.ts'
import { isNumeric, toDouble, toInteger, toNumber, typeOf } from './values.ts'

const isNothing = (value: unknown) => value === undefined || value === null

function checkNumeric(name: string, value: unknown): void {
  if (value instanceof Date) throw notKnownHere('how to calculate with dates')
  if (!isNumeric(value)) {
    throw new CommandError('TypeMismatch', `${name} only supports numeric types, not ${typeOf(value)}`)
  }
  if (typeOf(value) === 'decimal') throw notKnownHere('how to calculate with decimals')
}

const toBig = (value: unknown) =>
  value instanceof BSON.Long ? value.toBigInt() : BigInt(toNumber(value) as number)

const LONG_MAX = 2n ** 63n - 1n
const LONG_MIN = -(2n ** 63n)

interface Exactly {
  readonly onDoubles: (a: number, b: number) => number
  readonly onIntegers: (a: bigint, b: bigint) => bigint
}

/**
 * A calculation in the type that the server does it in: int, then long, then double. Undefined where a long
 * is too small for the result.
 */
function calculate(a: unknown, b: unknown, { onDoubles, onIntegers }: Exactly): unknown {
  const types = [typeOf(a), typeOf(b)]
  if (types.includes('double')) {
    return toDouble(onDoubles(toNumber(a) as number, toNumber(b) as number))
  }
  const result = onIntegers(toBig(a), toBig(b))
  if (result > LONG_MAX || result < LONG_MIN) return undefined
  return toInteger(result, types.includes('long') ? 'long' : 'int')
}

const SUM: Exactly = { onDoubles: (a, b) => a + b, onIntegers: (a, b) => a + b }
const PRODUCT: Exactly = { onDoubles: (a, b) => a * b, onIntegers: (a, b) => a * b }
const DIFFERENCE: Exactly = { onDoubles: (a, b) => a - b, onIntegers: (a, b) => a - b }

/** `$inc` and `$mul`: the sum or product, or undefined where a long overflows. */
export const plus = (a: unknown, b: unknown): unknown => calculate(a, b, SUM)
export const times = (a: unknown, b: unknown): unknown => calculate(a, b, PRODUCT)

/** In aggregation an overflow goes on as a double. */
const loosely = (a: unknown, b: unknown, exactly: Exactly): unknown =>
  calculate(a, b, exactly) ?? toDouble(exactly.onDoubles(toNumber(a) as number, toNumber(b) as number))

type Apply = (values: unknown[]) => unknown
type Compile = (spec: unknown) => (scope: { readonly [name: string]: unknown }) => unknown

const over = (apply: Apply) => (operand: unknown, compile: Compile) => {
  const parts = (Array.isArray(operand) ? operand : [operand]).map(compile)
  return (scope: { readonly [name: string]: unknown }) => apply(parts.map((part) => part(scope)))
}

const folding = (name: string, exactly: Exactly) =>
  over((values) => {
    if (values.some(isNothing)) return null
    for (const each of values) checkNumeric(name, each)
    return values.reduce((a, b) => loosely(a, b, exactly))
  })

/** Doubles stay doubles, integers are whole already. */
const rounding = (name: string, round: (value: number) => number) =>
  over(([value, ...rest]) => {
    if (isNothing(value)) return null
    checkNumeric(name, value)
    if (rest.some((place) => toNumber(place) !== 0)) throw notKnownHere(`${name} with a place`)
    return typeOf(value) === 'double' ? toDouble(round(toNumber(value) as number)) : value
  })

/** `$min`, `$max` and `$sum` also go over one array. */
const listOf = (values: unknown[]): unknown[] =>
  values.length === 1 && Array.isArray(values[0]) ? values[0] : values

/** The sum of what is a number; the rest is passed over. */
export const sumOf = (values: readonly unknown[]): unknown =>
  values.filter(isNumeric).reduce<unknown>((a, b) => loosely(a, b, SUM), toInteger(0n))

/** The least or greatest that is there, or null. */
export const extremeOf = (values: readonly unknown[], sign: 1 | -1): unknown =>
  values
    .filter((each) => !isNothing(each))
    .reduce<unknown>(
      (best, each) => (best === null || compareValues(each, best) * sign > 0 ? each : best),
      null,
    )

export function averageOf(values: readonly unknown[]): unknown {
  const numbers = values.filter(isNumeric)
  return numbers.length === 0 ? null : toDouble((toNumber(sumOf(numbers)) as number) / numbers.length)
}

function divide(values: unknown[]): unknown {
  if (values.some(isNothing)) return null
  for (const each of values) checkNumeric('$divide', each)
  const [a, b] = values.map(toNumber) as [number, number]
  if (b === 0) throw new CommandError('BadValue', "can't $divide by zero")
  return toDouble(a / b)
}

function remainder(values: unknown[]): unknown {
  if (values.some(isNothing)) return null
  for (const each of values) checkNumeric('$mod', each)
  const [a, b] = values
  if (toNumber(b) === 0) throw new CommandError(16610, "can't $mod by zero")
  return calculate(a, b, { onDoubles: (x, y) => x % y, onIntegers: (x, y) => x % y })
}

function absolute([value]: unknown[]): unknown {
  if (isNothing(value)) return null
  checkNumeric('$abs', value)
  if (typeOf(value) === 'double') return toDouble(Math.abs(toNumber(value) as number))
  return (toNumber(value) as number) < 0 ? loosely(toInteger(0n), value, DIFFERENCE) : value
}

/** The operators of aggregation that calculate. */
export const ARITHMETIC = {
  $add: folding('$add', SUM),
  $multiply: folding('$multiply', PRODUCT),
  $subtract: folding('$subtract', DIFFERENCE),
  $divide: over(divide),
  $mod: over(remainder),
  $abs: over(absolute),
  $trunc: rounding('$trunc', Math.trunc),
  $floor: rounding('$floor', Math.floor),
  $ceil: rounding('$ceil', Math.ceil),
  $isNumber: over(([value]) => isNumeric(value)),
  $sum: over((values) => sumOf(listOf(values))),
  $min: over((values) => extremeOf(listOf(values), -1)),
  $max: over((values) => extremeOf(listOf(values), 1)),
  $avg: over((values) => averageOf(listOf(values))),
} as const
