import { digitsOf, symbolOf, toMajor, toMinor } from '../../money.ts'
import type { VariantWish } from './product-wish.ts'

type TextColumn = 'sku' | 'barcode'
type NumberColumn = 'price' | 'compareAtPrice' | 'onHand' | 'weightGrams'
export type FilledColumn = TextColumn | NumberColumn | 'requiresShipping' | 'taxable'

export interface GridColumn {
  readonly name: TextColumn | NumberColumn
  readonly title: string
  readonly kind: 'text' | 'number'
  /** What an emptied cell has no number for. */
  readonly format: (value: string | number | null) => string
  /** Undefined for what is none; null where it is emptied. */
  readonly parse: (text: string) => string | number | null | undefined
  /** Stands in an empty cell. */
  readonly hint?: string
}

/** The columns behind them that are ticked. */
export const SWITCHES = [
  { name: 'requiresShipping', title: 'Shipped' },
  { name: 'taxable', title: 'Taxed' },
] as const

const ON_HAND_MAX = 1_000_000_000
const WEIGHT_GRAMS_MAX = 10_000_000

/** The columns of the grid that are typed into, in the shop's currency. */
export function columnsOf(currency: string): readonly GridColumn[] {
  const money = moneyOf(currency)
  const symbol = symbolOf(currency)
  return [
    { name: 'sku', title: 'SKU', ...text },
    { name: 'price', title: `Price, ${symbol}`, ...money, hint: money.format(0) },
    { name: 'compareAtPrice', title: `Compare at, ${symbol}`, ...money },
    { name: 'onHand', title: 'On hand', ...whole(ON_HAND_MAX, -ON_HAND_MAX), hint: '0' },
    { name: 'weightGrams', title: 'Weight, g', ...whole(WEIGHT_GRAMS_MAX) },
    { name: 'barcode', title: 'Barcode', ...text },
  ]
}

const text = {
  kind: 'text' as const,
  format: (value: string | number | null) => String(value ?? ''),
  parse: (typed: string) => typed,
}

function moneyOf(currency: string) {
  const digits = digitsOf(currency)
  return {
    kind: 'number' as const,
    format: (value: string | number | null) =>
      typeof value === 'number' && !Number.isNaN(value) ? toMajor(value, currency).toFixed(digits) : '',
    parse(typed: string) {
      const plain = typed
        .trim()
        .replace(/\s/g, '')
        .replace(/^(\d*),(\d{1,2})$/, '$1.$2')
        .replaceAll(',', '')
      if (plain === '') return null
      const typedAs = /^(?=.*\d)\d*\.?(\d*)$/.exec(plain)
      // More digits than the currency has were meant otherwise: 1.500 is not ¥2.
      const isMoney = typedAs !== null && (typedAs[1] ?? '').length <= digits
      return isMoney ? toMinor(Number(plain), currency) : undefined
    },
  }
}

const whole = (max: number, min = 0) => ({
  kind: 'number' as const,
  format: (value: string | number | null) => (Number.isNaN(value) ? '' : String(value ?? '')),
  parse(typed: string) {
    const plain = typed.replace(/[\s,]/g, '')
    if (plain === '') return null
    const value = Number(plain)
    return Number.isInteger(value) && value >= min && value <= max ? value : undefined
  },
})

/** The value of one row put into all rows below it. What tells them apart is left alone. */
export const fillDown = (rows: readonly VariantWish[], column: FilledColumn, from = 0): VariantWish[] =>
  rows.map((row, index) =>
    index <= from || (column === 'onHand' && !row.isTracked)
      ? row
      : { ...row, [column]: rows[from]?.[column] ?? null },
  )
