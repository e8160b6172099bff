import { CommandError, notKnownHere } from './errors.ts'
import { isNumeric, toInteger, toNumber, typeOf } from './values.ts'

type OnValues<Operator> = (
  name: string,
  count: number | undefined,
  apply: (values: unknown[]) => unknown,
) => Operator

const isNothing = (value: unknown) => value === undefined || value === null

function toText(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new CommandError(16702, `${name} only supports strings, not ${typeOf(value)}`)
}

function convert(value: unknown): unknown {
  if (isNothing(value)) return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeOf(value) === 'int' || typeOf(value) === 'long' || typeOf(value) === 'objectId')
    return String(value)
  throw notKnownHere(`how to make a string of the type ${typeOf(value)}`)
}

/** The operators of aggregation on strings. */
export const compileText = <Operator>(onValues: OnValues<Operator>): Record<string, Operator> => ({
  $concat: onValues('$concat', undefined, (values) =>
    values.some(isNothing) ? null : values.map((each) => toText('$concat', each)).join(''),
  ),
  $toString: onValues('$toString', 1, ([value]) => convert(value)),
  $strLenCP: onValues('$strLenCP', 1, ([value]) => toInteger(BigInt([...toText('$strLenCP', value)].length))),
  $strLenBytes: onValues('$strLenBytes', 1, ([value]) =>
    toInteger(BigInt(Buffer.byteLength(toText('$strLenBytes', value)))),
  ),
  $split: onValues('$split', 2, ([text, by]) =>
    isNothing(text) || isNothing(by) ? null : toText('$split', text).split(toText('$split', by)),
  ),
  $substrCP: onValues('$substrCP', 3, ([text, from, count]) => {
    if (isNothing(text)) return ''
    if (!isNumeric(from) || !isNumeric(count)) throw new CommandError(34450, '$substrCP needs numbers')
    const start = toNumber(from) as number
    return [...toText('$substrCP', text)].slice(start, start + (toNumber(count) as number)).join('')
  }),
})
