import type { Schemas } from '@marketsquare/sdk'
import { type FieldSchema, initialOf, type ObjectSchema } from '../../json-schema.ts'
import { newKey } from '../../new-key.ts'

export type AdminProduct = Schemas['AdminProduct']
export type CustomField = Schemas['CustomField']

export type OptionWish = { key: string; name: string; values: string[] }

export type VariantWish = {
  key: string
  /** Null until the shop knows it. */
  id: string | null
  /** The value of each option, by the option's key here: names may change while they are typed. */
  chosen: Record<string, string>
  sku: string
  price: number | null
  compareAtPrice: number | null
  onHand: number | null
  /** False: never runs out, and has no count. */
  isTracked: boolean
  weightGrams: number | null
  barcode: string
  requiresShipping: boolean
  taxable: boolean
  image: string | null
}

export type Picture = { url: string; alt: string }

export type ProductWish = {
  title: string
  handle: string
  description: string
  vendor: string
  type: string
  tags: string[]
  categoryIds: string[]
  status: AdminProduct['status']
  images: Picture[]
  options: OptionWish[]
  variants: VariantWish[]
  taxCategory: string
  seo: { title: string; description: string }
  custom: Record<string, unknown>
}

export const blankVariant = (): VariantWish => ({
  key: newKey(),
  id: null,
  chosen: {},
  sku: '',
  price: null,
  compareAtPrice: null,
  onHand: null,
  isTracked: true,
  weightGrams: null,
  barcode: '',
  requiresShipping: true,
  taxable: true,
  image: null,
})

/** All custom fields of products as one object, for the form that schemas make. */
export const customSchema = (fields: readonly CustomField[]): ObjectSchema => ({
  properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema as FieldSchema])),
})

export const blankProduct = (fields: readonly CustomField[]): ProductWish => ({
  title: '',
  handle: '',
  description: '',
  vendor: '',
  type: '',
  tags: [],
  categoryIds: [],
  status: 'draft',
  images: [],
  options: [],
  variants: [blankVariant()],
  taxCategory: 'standard',
  seo: { title: '', description: '' },
  custom: initialOf(customSchema(fields)),
})

/** The product as the form holds it. */
export function toWish(product: AdminProduct, fields: readonly CustomField[]): ProductWish {
  const options = product.options.map(({ name, values }) => ({ key: name, name, values: [...values] }))
  return {
    title: product.title,
    handle: product.handle,
    description: product.description,
    vendor: product.vendor ?? '',
    type: product.type ?? '',
    tags: [...product.tags],
    categoryIds: [...product.categoryIds],
    status: product.status,
    images: product.images.map(({ url, alt }) => ({ url, alt })),
    options,
    variants: product.variants.map(toVariantWish),
    taxCategory: product.taxCategory,
    seo: { title: product.seo?.title ?? '', description: product.seo?.description ?? '' },
    custom: initialOf(customSchema(fields), product.custom),
  }
}

const toVariantWish = (variant: AdminProduct['variants'][number]): VariantWish => ({
  key: variant.id,
  id: variant.id,
  chosen: { ...variant.options },
  sku: variant.sku ?? '',
  price: variant.price.amount,
  compareAtPrice: variant.compareAtPrice?.amount ?? null,
  onHand: variant.stock?.onHand ?? null,
  isTracked: variant.stock?.tracked ?? false,
  weightGrams: variant.weightGrams || null,
  barcode: variant.barcode ?? '',
  requiresShipping: variant.requiresShipping,
  taxable: variant.taxable,
  image: variant.image,
})

/** `M / Blue`, or what stands for a product that comes in one way only. */
export const titleOf = (options: readonly OptionWish[], { chosen }: VariantWish): string =>
  options.flatMap(({ key }) => chosen[key] ?? []).join(' / ') || 'The product'
