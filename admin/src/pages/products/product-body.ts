import type { Schemas } from '@marketsquare/sdk'
import { changesOf, initialOf } from '../../json-schema.ts'
import { type CustomField, customSchema, type ProductWish, type VariantWish } from './product-wish.ts'

interface Around {
  readonly currency: string
  readonly fields: readonly CustomField[]
}

/** What the shop is sent for a product that it does not know yet. */
export function toNew(wish: ProductWish, { currency, fields }: Around): Schemas['NewProduct'] {
  const handle = wish.handle.trim()
  const custom = Object.fromEntries(Object.entries(wish.custom).filter(([, value]) => isSaid(value)))
  return {
    ...commonFields(wish),
    ...(handle && { handle }),
    ...(fields.length > 0 && { custom }),
    variants: wish.variants.map((variant) => ({
      ...variantFields(wish, variant, currency),
      onHand: variant.onHand ?? 0,
    })),
  }
}

const isSaid = (value: unknown) =>
  value !== '' && value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)

/** What the shop is sent for one that it knows; counts of known variants are set by themselves. */
export function toPatch(
  wish: ProductWish,
  before: Readonly<Record<string, unknown>> | undefined,
  { currency, fields }: Around,
): Schemas['ProductPatch'] {
  const custom = changesOf(initialOf(customSchema(fields), before), wish.custom)
  return {
    ...commonFields(wish),
    handle: wish.handle.trim(),
    ...(Object.keys(custom).length > 0 && { custom }),
    variants: wish.variants.map((variant) => ({
      ...variantFields(wish, variant, currency),
      ...(variant.id ? { id: variant.id } : { onHand: variant.onHand ?? 0 }),
    })),
  }
}

function commonFields(wish: ProductWish) {
  const { title, description, tags, categoryIds, status, images, seo } = wish
  const seoTitle = seo.title.trim()
  const seoDescription = seo.description.trim()
  return {
    title: title.trim(),
    description,
    vendor: wish.vendor.trim() || null,
    type: wish.type.trim() || null,
    tags,
    categoryIds,
    status,
    images: images.map(({ url, alt }) => ({ url, alt: alt.trim() })),
    options: inUse(wish).map(({ name, values }) => ({ name: name.trim(), values })),
    taxCategory: wish.taxCategory.trim() || 'standard',
    seo:
      seoTitle || seoDescription
        ? { ...(seoTitle && { title: seoTitle }), ...(seoDescription && { description: seoDescription }) }
        : null,
  }
}

const inUse = ({ options }: ProductWish) => options.filter(({ values }) => values.length > 0)

function variantFields(wish: ProductWish, variant: VariantWish, currency: string) {
  const { price, compareAtPrice } = variant
  return {
    sku: variant.sku.trim() || null,
    options: Object.fromEntries(inUse(wish).map(({ key, name }) => [name.trim(), variant.chosen[key] ?? ''])),
    price: { amount: price ?? 0, currency },
    compareAtPrice: compareAtPrice === null ? null : { amount: compareAtPrice, currency },
    weightGrams: variant.weightGrams ?? 0,
    barcode: variant.barcode.trim() || null,
    requiresShipping: variant.requiresShipping,
    taxable: variant.taxable,
    image: variant.image,
  }
}
