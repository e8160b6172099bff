import { zero } from '#kernel/money.ts'
import {
  amount,
  cell,
  complain,
  flag,
  quoted,
  textLine,
  webAddress,
  weightGrams,
  wholeNumber,
} from './cells.ts'
import { SKU_CHARS_MAX, STOCK_MAX, type StockDraft, type VariantDraft } from './product-draft.ts'
import type { Reading } from './reader.ts'
import type { ShopifyColumn, ShopifyRow } from './shopify-columns.ts'

const OPTION_COLUMNS = [
  ['option1Name', 'option1'],
  ['option2Name', 'option2'],
  ['option3Name', 'option3'],
] as const

const VARIANT_COLUMNS = [
  'option1',
  'option2',
  'option3',
  'sku',
  'price',
  'compareAtPrice',
  'barcode',
] as const

/** The others only add an image. */
export const isVariantRow = (row: ShopifyRow): boolean =>
  VARIANT_COLUMNS.some((column) => cell(row, column) !== '')

/** An option of a product and the column with its values. */
export interface NamedOption {
  readonly name: string
  readonly column: ShopifyColumn
}

/**
 * The options that the first row names. `Title` / `Default Title` is how Shopify says that there are none.
 */
export function optionsOf(head: ShopifyRow): NamedOption[] {
  const isDefault =
    cell(head, 'option1Name').toLowerCase() === 'title' && cell(head, 'option1') === 'Default Title'
  if (isDefault && cell(head, 'option2Name') === '') return []
  return OPTION_COLUMNS.flatMap(([nameColumn, column]) => {
    const name = textLine(head, nameColumn)
    return name === '' ? [] : [{ name, column }]
  })
}

export function toVariant(row: ShopifyRow, options: readonly NamedOption[], reading: Reading): VariantDraft {
  const sku = unquoted(textLine(row, 'sku', SKU_CHARS_MAX))
  const taken = sku && reading.skus.claim(sku, row.line)
  if (taken) row.problems.push({ line: row.line, reason: taken })
  const barcode = unquoted(textLine(row, 'barcode', SKU_CHARS_MAX))
  const image = cell(row, 'variantImage')
  return {
    ...(sku && { sku }),
    options: choiceOf(row, options),
    ...priceOf(row, reading.currency),
    weightGrams: weightGrams(row, 'grams'),
    requiresShipping: flag(row, 'requiresShipping', true),
    taxable: flag(row, 'taxable', true),
    ...(barcode && { barcode }),
    stock: stockOf(row),
    ...(image && { image: webAddress(row, 'variantImage') }),
  }
}

/** An apostrophe keeps spreadsheets from making a number of `'0012`; it is not part of the code. */
const unquoted = (code: string) => (code.startsWith("'") ? code.slice(1).trim() : code)

function choiceOf(row: ShopifyRow, options: readonly NamedOption[]): Record<string, string> {
  for (const [, column] of OPTION_COLUMNS) refuseNameless(row, column, options)
  return Object.fromEntries(
    options.map(({ name, column }) => {
      const value = textLine(row, column)
      if (value === '') complain(row, column, `this variant has no ${quoted(name)}.`)
      return [name, value]
    }),
  )
}

function refuseNameless(row: ShopifyRow, column: ShopifyColumn, options: readonly NamedOption[]): void {
  const value = cell(row, column)
  const isDefault = options.length === 0 && value === 'Default Title'
  if (value === '' || isDefault || options.some((option) => option.column === column)) return
  complain(
    row,
    column,
    `${quoted(value)} is a value of an option that the product's first row does not name.`,
  )
}

function priceOf(row: ShopifyRow, currency: string): Pick<VariantDraft, 'price' | 'compareAtPrice'> {
  const price = amount(row, 'price', currency)
  if (cell(row, 'price') === '') complain(row, 'price', 'this variant has no price.')
  const before = amount(row, 'compareAtPrice', currency)
  const isReduced = price && before && before.amount > price.amount
  return { price: price ?? zero(currency), ...(isReduced && { compareAtPrice: before }) }
}

const SELLS_ON = new Map([
  ['', false],
  ['deny', false],
  ['false', false],
  ['continue', true],
  ['true', true],
])

function stockOf(row: ShopifyRow): StockDraft {
  const policy = cell(row, 'policy').toLowerCase()
  if (!SELLS_ON.has(policy)) complain(row, 'policy', `${quoted(policy)} is neither deny nor continue.`)
  return {
    tracked: cell(row, 'tracker') !== '',
    onHand: wholeNumber(row, 'quantity', STOCK_MAX),
    backorder: SELLS_ON.get(policy) ?? false,
  }
}
