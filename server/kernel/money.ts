import { faults } from './fault.ts'

/**
 * An amount in the currency's smallest unit: `{ amount: 1999, currency: 'USD' }` is $19.99. Always an
 * integer.
 */
export interface Money {
  readonly amount: number
  readonly currency: string
}

export const moneyFaults = faults('money', {
  currencyMismatch: [422, 'These amounts are in different currencies and cannot be combined.'],
  unknownCurrency: [422, 'This is not an ISO 4217 currency code.'],
  malformed: [422, 'This is not an amount of money.'],
  tooLarge: [422, 'This amount is larger than the shop can count exactly.'],
})

/** No amount may exceed this many minor units: far below 2^53, so sums of a full cart stay exact. */
export const AMOUNT_MAX = 1_000_000_000_000

/**
 * Digits after the point, where they are not two. Source: ISO 4217 list one (the "CcyMnrUnts" column), as
 * published by SIX, https://www.six-group.com/en/products-services/financial-information/data-standards.html
 */
const EXPONENTS: Record<string, number> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((c) => [c, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((c) => [c, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((c) => [c, 4])),
}

// Node's list lacks units of account such as CLF.
const KNOWN = new Set([...Intl.supportedValuesOf('currency'), ...Object.keys(EXPONENTS)])

export const isCurrency = (code: string): boolean => KNOWN.has(code)

/** How many digits after the point this currency has: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: string): number {
  if (!isCurrency(currency)) {
    throw moneyFaults.unknownCurrency({
      message: `"${currency}" is not an ISO 4217 currency code such as USD.`,
    })
  }
  return EXPONENTS[currency] ?? 2
}

export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) {
    throw moneyFaults.malformed({ message: `${amount} is not a whole number of minor units.` })
  }
  if (Math.abs(amount) > AMOUNT_MAX) {
    throw moneyFaults.tooLarge({
      message: `${amount} is over the largest amount, ${AMOUNT_MAX} minor units.`,
    })
  }
  return { amount, currency }
}

export const zero = (currency: string): Money => ({ amount: 0, currency })

export function add(...[first, ...rest]: [Money, ...Money[]]): Money {
  return rest.reduce((sum, each) => money(sum.amount + sameCurrency(sum, each).amount, sum.currency), first)
}

export const subtract = (from: Money, what: Money): Money =>
  money(from.amount - sameCurrency(from, what).amount, from.currency)

export const times = (each: Money, quantity: number): Money => money(each.amount * quantity, each.currency)

export const sum = (amounts: readonly Money[], currency: string): Money =>
  amounts.length === 0 ? zero(currency) : add(zero(currency), ...amounts)

export const atMost = (amount: Money, limit: Money): Money =>
  sameCurrency(amount, limit).amount < amount.amount ? limit : amount

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency === b.currency) return b
  throw moneyFaults.currencyMismatch({
    message: `${a.currency} and ${b.currency} cannot be combined in one sum.`,
    details: { currencies: [a.currency, b.currency] },
  })
}

/**
 * The house's one rounding rule: halves away from zero ("commercial rounding", DIN 1333), on exact integers.
 * `numerator / denominator` in minor units, computed without floats.
 */
export function divideRounded(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n
  const n = numerator < 0n ? -numerator : numerator
  const d = denominator < 0n ? -denominator : denominator
  const rounded = (2n * n + d) / (2n * d)
  return Number(negative ? -rounded : rounded)
}

/**
 * A rate in basis points of a percent: 20 % is 2000, 8.875 % is 887.5 and so not expressible; use `rateOf`.
 */
const RATE_SCALE = 1_000_000n

/** A percentage as parts per million, exact to four decimals: `rateOf(8.875)` is 88750. */
export const rateOf = (percent: number): number => Math.round(percent * 10_000)

/** `percent` of an amount, rounded once by the house's rule. `percentOf({ amount: 1999, … }, 20)` is 400. */
export const percentOf = (of: Money, percent: number): Money =>
  money(divideRounded(BigInt(of.amount) * BigInt(rateOf(percent)), RATE_SCALE), of.currency)

/** The tax already contained in a gross amount: gross × rate / (1 + rate), rounded once. */
export const includedPercent = (gross: Money, percent: number): Money => {
  const rate = BigInt(rateOf(percent))
  return money(divideRounded(BigInt(gross.amount) * rate, RATE_SCALE + rate), gross.currency)
}

/**
 * Splits an amount over weights so that the parts add up to it exactly: each gets its floor, and the units
 * left go to the largest remainders, the earlier part first (the largest remainder method, Hamilton's). All
 * weights zero: evenly.
 */
export function allocate(total: Money, weights: readonly number[]): Money[] {
  const all = weights.reduce((a, b) => a + b, 0)
  const shares = all > 0 ? weights.map(BigInt) : weights.map(() => 1n)
  const whole = shares.reduce((a, b) => a + b, 0n)
  const sign = total.amount < 0 ? -1 : 1
  const amount = BigInt(Math.abs(total.amount))
  const parts = shares.map((share, at) => {
    const exact = amount * share
    return { at, floor: Number(exact / whole), remainder: exact % whole }
  })
  let left = Number(amount) - parts.reduce((a, part) => a + part.floor, 0)
  const byRemainder = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1,
  )
  for (const part of byRemainder) {
    if (left-- <= 0) break
    part.floor += 1
  }
  return parts.map((part) => money(sign * part.floor || 0, total.currency))
}

/**
 * Reads a decimal as people and exports write it: `fromDecimal('19.99', 'USD')`. Refuses more digits than the
 * currency has.
 */
export function fromDecimal(text: string, currency: string): Money {
  const exponent = exponentOf(currency)
  const match = /^(-?)(\d{1,13})(?:\.(\d{0,20}))?$/.exec(text.trim())
  const fraction = (match?.[3] ?? '').replace(/0+$/, '')
  if (!match || fraction.length > exponent) {
    throw moneyFaults.malformed({
      message: `"${text}" is not an amount in ${currency} such as ${exampleOf(exponent)}.`,
    })
  }
  const units = Number(`${match[2]}${fraction.padEnd(exponent, '0')}`)
  return money(match[1] ? -units || 0 : units, currency)
}

const exampleOf = (exponent: number) => (exponent === 0 ? '20' : `19.${'9'.repeat(exponent)}`)

/** `19.99`, `20` or `1.234`, by the currency's digits. */
export function toDecimal({ amount, currency }: Money): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const sign = amount < 0 ? '-' : ''
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`
}

const formats = new Map<string, Intl.NumberFormat>()

/** For people, in mails and explanations: `$1,234.50`. */
export function formatMoney(value: Money, locale = 'en-US'): string {
  const key = `${locale} ${value.currency}`
  let format = formats.get(key)
  if (!format) {
    // By ISO 4217, not by custom: CLDR shows HUF without its two digits, and so a sum that is not the one
    // charged.
    const digits = exponentOf(value.currency)
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: value.currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, format)
  }
  return format.format(toDecimal(value) as unknown as number)
}
