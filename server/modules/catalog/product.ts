import type { Instant } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import type { Money } from '#kernel/money.ts'
import type { Document } from '#store/collection.ts'
import type { Custom } from './custom-fields.ts'

export const VARIANTS_MAX = 250
export const OPTIONS_MAX = 5
export const OPTION_VALUES_MAX = 250
export const IMAGES_MAX = 100
export const TAGS_MAX = 250
export const PRODUCT_CATEGORIES_MAX = 50
export const WEIGHT_GRAMS_MAX = 10_000_000

export interface Image {
  readonly url: string
  readonly alt: string
}

/** What a buyer chooses by: a size, a colour. */
export interface Option {
  readonly name: string
  readonly values: readonly string[]
}

/** What is really bought: one combination of the product's options, with its price. */
export interface Variant {
  readonly id: string
  readonly sku: string | null
  /** One value for each option of the product. */
  readonly options: Readonly<Record<string, string>>
  readonly price: Money
  /** The price before a reduction. */
  readonly compareAtPrice: Money | null
  readonly weightGrams: number
  readonly requiresShipping: boolean
  readonly taxable: boolean
  /** GTIN, EAN, UPC or ISBN, as printed. */
  readonly barcode?: string
  /** The address of the picture that shows this variant. */
  readonly image?: string
}

/** Where an imported product comes from, and what it is called there. */
export interface Source {
  readonly system: string
  readonly id: string
}

export interface Product extends Document {
  /** How the product is called in addresses. */
  readonly handle: string
  readonly title: string
  /** Plain text; an empty line divides paragraphs. */
  readonly description: string
  readonly vendor: string | null
  readonly type: string | null
  readonly tags: readonly string[]
  readonly categoryIds: readonly string[]
  /** Its categories with all that they lie in: where a list shows it. Derived. */
  readonly listedIn: readonly string[]
  readonly status: 'draft' | 'published'
  readonly images: readonly Image[]
  readonly options: readonly Option[]
  readonly variants: readonly Variant[]
  readonly taxCategory: string
  readonly seo?: { readonly title?: string; readonly description?: string }
  readonly source?: Source
  /** What other modules' fields say of it. Absent where none is set. */
  readonly custom?: Custom
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export const productCreated = eventType<{ handle: string }>('product.created')
export const productUpdated = eventType<{ handle: string }>('product.updated')
export const productDeleted = eventType<{ handle: string }>('product.deleted')
