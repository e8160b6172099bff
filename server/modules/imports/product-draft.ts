import type { Money } from '#kernel/money.ts'

/** A product with more of these than that is refused by name. Lengths are in characters. */
export const VARIANTS_MAX = 250
export const OPTIONS_MAX = 5
export const IMAGES_MAX = 100
export const TAGS_MAX = 250
export const CATEGORIES_MAX = 50
export const CATEGORY_DEPTH_MAX = 8
export const TITLE_CHARS_MAX = 200
export const HANDLE_CHARS_MAX = 200
export const DESCRIPTION_CHARS_MAX = 20_000
export const LABEL_CHARS_MAX = 200
export const SKU_CHARS_MAX = 100
export const ALT_CHARS_MAX = 500
export const SEO_CHARS_MAX = 1_000
export const URL_CHARS_MAX = 1_999
export const STOCK_MAX = 1_000_000_000
export const WEIGHT_GRAMS_MAX = 10_000_000

export type CatalogueFormat = 'shopify' | 'woocommerce'

/** A product as a file describes it, in the shop's own words, not yet written anywhere. */
export interface ProductDraft {
  readonly source: CatalogueFormat
  /**
   * What the product is called in the shop that it comes from, the same in each export: Shopify's handle as
   * written there; WooCommerce's `id:44`, or the SKU where the file has no ids.
   */
  readonly externalId: string
  /** Lower case letters, digits and single hyphens; unique in its file. */
  readonly handle: string
  readonly title: string
  /**
   * Plain text: paragraphs divided by an empty line, list items by `• `. Not HTML, so to be escaped where
   * HTML is made.
   */
  readonly description: string
  readonly vendor?: string
  readonly type?: string
  readonly tags: readonly string[]
  /** Paths from the root: `['Clothing', 'Hoodies']`. */
  readonly categories: readonly (readonly string[])[]
  readonly status: 'published' | 'draft'
  /** In the order of the file, with the values that a variant has. Empty for a product without a choice. */
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[]
  /** At least one; no two with the same options. */
  readonly variants: readonly VariantDraft[]
  readonly images: readonly { readonly url: string; readonly alt: string }[]
  readonly giftCard?: boolean
  readonly seo?: { readonly title?: string; readonly description?: string }
}

export interface VariantDraft {
  readonly sku?: string
  /** One value for each of the product's options. */
  readonly options: Readonly<Record<string, string>>
  readonly price: Money
  /** The price before a reduction; always higher than `price`. */
  readonly compareAtPrice?: Money
  readonly weightGrams: number
  readonly requiresShipping: boolean
  readonly taxable: boolean
  /** WooCommerce's tax class, such as `reduced-rate`; absent for the standard rate. */
  readonly taxClass?: string
  readonly barcode?: string
  readonly stock: StockDraft
  /** The address of the picture that shows this variant. */
  readonly image?: string
}

export interface StockDraft {
  /**
   * Whether units are counted. If not, the variant can always be bought and `onHand` is only what the file
   * said.
   */
  readonly tracked: boolean
  readonly onHand: number
  /** Whether it may be sold when none is left. */
  readonly backorder: boolean
}

/** Physical lines of the file, from 1, the header being line 1. A row's quoted fields may span several. */
export interface Lines {
  readonly from: number
  readonly to: number
}

export interface ReadProduct {
  readonly kind: 'product'
  readonly lines: Lines
  /** How many of the file's rows are in it. WooCommerce's need not stand together. */
  readonly rows: number
  readonly draft: ProductDraft
}

/**
 * A row that cannot be imported, and why. A product is refused as a whole: there is one entry for each row
 * that is at fault, and the product's sound rows are only counted, in the `rows` of its first entry. So the
 * `rows` of all items add up to the rows of the file.
 */
export interface RefusedRow {
  readonly kind: 'refused'
  /** Where the row at fault begins. */
  readonly line: number
  /** The lines of the whole product that is left out. */
  readonly lines: Lines
  readonly rows: number
  /** What the file calls the product: a handle, a SKU, an id. */
  readonly handle?: string
  readonly reason: string
}

export type CatalogueRow = ReadProduct | RefusedRow
