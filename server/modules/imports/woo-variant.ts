import { cell, complain, quoted, textLine, weightGrams } from './cells.ts'
import { SKU_CHARS_MAX, type VariantDraft } from './product-draft.ts'
import type { Reading } from './reader.ts'
import { imagesOf, priceOf, stockOf } from './woo-cells.ts'
import type { WooRow } from './woo-columns.ts'
import { typesOf } from './woo-product.ts'

/**
 * What can be bought by a row: a simple product, or a variation, which has from its `parent` what it lacks.
 * The options are the caller's to add.
 */
export function toWooVariant(row: WooRow, reading: Reading, parent?: WooRow): VariantDraft {
  const sku = textLine(row, 'sku', SKU_CHARS_MAX)
  const barcode = textLine(row, 'barcode', SKU_CHARS_MAX)
  const [image] = parent ? imagesOf(row) : []
  return {
    ...(sku && { sku }),
    options: {},
    ...priceOf(row, reading),
    weightGrams: weightOf(row) || (parent ? weightOf(parent) : 0),
    requiresShipping: !typesOf(row).includes('virtual'),
    ...taxOf(row, parent),
    ...(barcode && { barcode }),
    stock: stockOf(parent && sharesStock(row) ? parent : row),
    ...(image && { image: image.url }),
  }
}

/** Whether a variation draws on its parent's stock. */
export const sharesStock = (row: WooRow): boolean => cell(row, 'stock').toLowerCase() === 'parent'

const weightOf = (row: WooRow) => weightGrams(row, 'weight', row.columns.gramsPerUnit)

const TAX_STATUSES = ['', 'taxable', 'shipping', 'none']

/** With `shipping` only the delivery is taxed, so not the thing itself. */
function taxOf(row: WooRow, parent?: WooRow): Pick<VariantDraft, 'taxable' | 'taxClass'> {
  const status = (cell(row, 'taxStatus') || (parent ? cell(parent, 'taxStatus') : '')).toLowerCase()
  if (!TAX_STATUSES.includes(status))
    complain(row, 'taxStatus', `${quoted(status)} is not one of taxable, shipping and none.`)
  const own = textLine(row, 'taxClass')
  const taxClass = own === 'parent' && parent ? textLine(parent, 'taxClass') : own
  return { taxable: status === '' || status === 'taxable', ...(taxClass && { taxClass }) }
}
