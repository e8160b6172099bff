import { isDeepStrictEqual } from 'node:util'
import type { Instant } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import { patchCustom } from './custom-fields.ts'
import { checkOptions, deriveOptions, refuseRepeated } from './options.ts'
import type { Product } from './product.ts'
import type { NewProduct, ProductPatch } from './product-input.ts'
import { changeVariants, type Opening, type VariantChange } from './variants.ts'

/** What the product's fields alone do not tell. */
export interface Surroundings {
  readonly now: Instant
  /** The shop's. */
  readonly currency: string
  readonly handle: string
  readonly listedIn: readonly string[]
}

export interface BuiltProduct {
  readonly product: Product
  readonly opened: readonly Opening[]
  readonly closedIds: readonly string[]
}

/** A new product out of what staff or a file said of it. Pure but for its fresh ids. */
export const toProduct = (input: NewProduct, at: Surroundings): BuiltProduct =>
  patchProduct(blankProduct(input.title, at), input, at)

const blankProduct = (title: string, { now, handle }: Surroundings): Product => ({
  id: newId('prod', { now: () => now }),
  revision: 0,
  handle,
  title,
  description: '',
  vendor: null,
  type: null,
  tags: [],
  categoryIds: [],
  listedIn: [],
  status: 'draft',
  images: [],
  options: [],
  variants: [],
  taxCategory: 'standard',
  createdAt: now,
  updatedAt: now,
})

/** The product with the named fields replaced; the very same one where nothing differs. */
export function patchProduct(before: Product, patch: ProductPatch, at: Surroundings): BuiltProduct {
  const { variants, opened, closedIds }: VariantChange = patch.variants
    ? changeVariants(before.variants, patch.variants, at)
    : { variants: before.variants, opened: [], closedIds: [] }
  const options = patch.options ?? (patch.variants ? deriveOptions(variants, before.options) : before.options)
  checkOptions(options, variants)
  const next = { ...withFields(before, patch), options, variants, handle: at.handle, listedIn: at.listedIn }
  if (isDeepStrictEqual(next, before)) return { product: before, opened, closedIds }
  return { product: { ...next, updatedAt: at.now }, opened, closedIds }
}

function withFields({ seo, source, custom, ...before }: Product, patch: ProductPatch): Product {
  const seoNow = patch.seo === undefined ? seo : patch.seo
  const sourceNow = patch.source ?? source
  const customNow = patchCustom(custom, patch.custom)
  if (patch.categoryIds) refuseRepeated(patch.categoryIds, 'The category')
  return {
    ...before,
    title: patch.title?.trim() ?? before.title,
    description: patch.description ?? before.description,
    vendor: patch.vendor === undefined ? before.vendor : patch.vendor,
    type: patch.type === undefined ? before.type : patch.type,
    tags: patch.tags ? [...new Set(patch.tags.map((tag) => tag.trim()))] : before.tags,
    categoryIds: patch.categoryIds ?? before.categoryIds,
    status: patch.status ?? before.status,
    images: patch.images?.map(({ url, alt = '' }) => ({ url, alt })) ?? before.images,
    taxCategory: patch.taxCategory ?? before.taxCategory,
    ...(seoNow && { seo: seoNow }),
    ...(sourceNow && { source: sourceNow }),
    ...(customNow && { custom: customNow }),
  }
}
