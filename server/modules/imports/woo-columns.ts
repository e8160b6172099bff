import type { Row } from './cells.ts'
import { type Columns, catalogueFaults, mapColumns, requireColumns, toColumnName } from './header.ts'

/** Our name of each column that is read, and how WooCommerce's exporter spells it in English. */
const SPELLINGS = {
  id: ['id'],
  type: ['type'],
  sku: ['sku'],
  barcode: ['gtin, upc, ean, or isbn'],
  name: ['name'],
  published: ['published'],
  visibility: ['visibility in catalog'],
  shortDescription: ['short description'],
  description: ['description'],
  saleStarts: ['date sale price starts'],
  saleEnds: ['date sale price ends'],
  taxStatus: ['tax status'],
  taxClass: ['tax class'],
  inStock: ['in stock?'],
  stock: ['stock'],
  backorders: ['backorders allowed?'],
  salePrice: ['sale price'],
  regularPrice: ['regular price'],
  categories: ['categories'],
  tags: ['tags'],
  brands: ['brands'],
  images: ['images'],
  parent: ['parent'],
  position: ['position'],
} as const

export type WooColumn = keyof typeof SPELLINGS | 'weight'

/** Where one attribute's name and values are. */
export interface AttributeSlot {
  readonly name: number
  readonly values: number
}

export interface WooColumns extends Columns<WooColumn> {
  readonly gramsPerUnit: number
  readonly attributes: readonly AttributeSlot[]
}

export interface WooRow extends Row<WooColumn> {
  readonly columns: WooColumns
  readonly lastLine: number
}

/**
 * Exact by definition: the international avoirdupois pound is 453.59237 g, and an ounce a sixteenth of it.
 */
const GRAMS_PER_UNIT = new Map([
  ['kg', 1_000],
  ['g', 1],
  ['lbs', 453.59237],
  ['lb', 453.59237],
  ['oz', 28.349523125],
])

export function mapWooColumns(header: readonly string[]): WooColumns {
  const columns = mapColumns<keyof typeof SPELLINGS>(header, SPELLINGS)
  requireColumns(columns, { type: 'Type', name: 'Name', regularPrice: 'Regular price' }, 'WooCommerce')
  if (columns.at.id === -1) requireColumns(columns, { sku: 'SKU' }, 'WooCommerce')
  const names = header.map(toColumnName)
  const weight = names.findIndex((name) => name.startsWith('weight ('))
  return {
    header,
    at: { ...columns.at, weight },
    gramsPerUnit: weight === -1 ? 1 : gramsPer(names[weight] as string),
    attributes: attributeSlots(names),
  }
}

function gramsPer(column: string): number {
  const unit = column.slice('weight ('.length).replace(')', '').trim()
  const grams = GRAMS_PER_UNIT.get(unit)
  if (grams !== undefined) return grams
  throw catalogueFaults.missingColumns({
    message: `Weights are in "${unit}" here; known are ${[...GRAMS_PER_UNIT.keys()].join(', ')}, as in "Weight (kg)".`,
  })
}

function attributeSlots(names: readonly string[]): AttributeSlot[] {
  const places = new Map(names.map((name, at) => [name, at]))
  return names.flatMap((text, name) => {
    const number = /^attribute (\d{1,4}) name$/.exec(text)?.[1]
    const values = number && places.get(`attribute ${number} value(s)`)
    return values === undefined || values === '' ? [] : [{ name, values }]
  })
}
