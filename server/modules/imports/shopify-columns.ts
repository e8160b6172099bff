import type { Row } from './cells.ts'
import { type Columns, mapColumns, requireColumns } from './header.ts'

/**
 * Our name of each column that is read, and how it is spelt in exports: first as Shopify's exports have been
 * for years, then as in its newer template.
 */
const SPELLINGS = {
  handle: ['handle', 'url handle'],
  title: ['title'],
  body: ['body (html)', 'description'],
  vendor: ['vendor'],
  type: ['type', 'custom product type'],
  category: ['product category', 'standard product type'],
  tags: ['tags'],
  published: ['published', 'published on online store'],
  status: ['status'],
  option1Name: ['option1 name'],
  option1: ['option1 value'],
  option2Name: ['option2 name'],
  option2: ['option2 value'],
  option3Name: ['option3 name'],
  option3: ['option3 value'],
  sku: ['variant sku', 'sku'],
  grams: ['variant grams', 'weight value (grams)'],
  tracker: ['variant inventory tracker', 'inventory tracker'],
  quantity: ['variant inventory qty', 'inventory quantity'],
  policy: ['variant inventory policy', 'continue selling when out of stock'],
  price: ['variant price', 'price'],
  compareAtPrice: ['variant compare at price', 'compare-at price'],
  requiresShipping: ['variant requires shipping', 'requires shipping'],
  taxable: ['variant taxable', 'charge tax'],
  barcode: ['variant barcode', 'barcode'],
  image: ['image src', 'product image url'],
  imagePosition: ['image position'],
  imageAlt: ['image alt text'],
  giftCard: ['gift card'],
  seoTitle: ['seo title'],
  seoDescription: ['seo description'],
  variantImage: ['variant image', 'variant image url'],
} as const

export type ShopifyColumn = keyof typeof SPELLINGS
export type ShopifyRow = Row<ShopifyColumn>

export function mapShopifyColumns(header: readonly string[]): Columns<ShopifyColumn> {
  const columns = mapColumns<ShopifyColumn>(header, SPELLINGS)
  requireColumns(columns, { handle: 'Handle', title: 'Title', price: 'Variant Price' }, 'Shopify')
  return columns
}
