import type { Frozen } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import type { CustomFields } from '#kernel/custom-field.ts'
import { Money, Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { availableOf, type StockItem } from '#modules/inventory/index.ts'
import type { Category } from './category.ts'
import { shownCustom } from './custom-fields.ts'
import type { Product, Variant } from './product.ts'

const Version = Type.Integer({ description: 'Counts its changes' })
const ImageView = named('Image', Shape({ url: Type.String(), alt: Type.String() }))

const variantView = {
  id: Type.String(),
  sku: Nullable(Type.String()),
  barcode: Nullable(Type.String()),
  price: Money,
  compareAtPrice: Nullable(Money),
  weightGrams: Type.Integer(),
  requiresShipping: Type.Boolean(),
  options: Type.Record(Type.String(), Type.String()),
  image: Nullable(Type.String()),
  available: Type.Integer({ description: 'How many can be bought now' }),
}

const productView = {
  id: Type.String(),
  handle: Type.String(),
  title: Type.String(),
  description: Type.String({ description: 'Plain text; an empty line divides paragraphs' }),
  vendor: Nullable(Type.String()),
  type: Nullable(Type.String()),
  tags: Type.Array(Type.String()),
  categoryIds: Type.Array(Type.String()),
  images: Type.Array(ImageView),
  options: Type.Array(Shape({ name: Type.String(), values: Type.Array(Type.String()) })),
  seo: Nullable(Shape({ title: Type.Optional(Type.String()), description: Type.Optional(Type.String()) })),
  version: Version,
  createdAt: Timestamp,
  updatedAt: Timestamp,
}

const customOf = (description: string) =>
  Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description }))

export const ProductSchema = named(
  'Product',
  Shape({
    ...productView,
    custom: customOf('What modules add to it for everyone to see. Absent where there is nothing'),
    variants: Type.Array(named('Variant', Shape(variantView))),
  }),
)

const StockView = Shape({ onHand: Type.Integer(), tracked: Type.Boolean(), backorder: Type.Boolean() })

const AdminVariant = named(
  'AdminVariant',
  Shape({ ...variantView, taxable: Type.Boolean(), stock: Nullable(StockView) }),
)

export const AdminProductSchema = named(
  'AdminProduct',
  Shape({
    ...productView,
    status: Type.Union([Type.Literal('draft'), Type.Literal('published')]),
    taxCategory: Type.String(),
    source: Nullable(Shape({ system: Type.String(), id: Type.String() })),
    custom: customOf('Values of the fields of `GET /api/admin/extensions`. Absent where none is set'),
    variants: Type.Array(AdminVariant),
  }),
)

export const CategorySchema = named(
  'Category',
  Shape({
    id: Type.String(),
    handle: Type.String(),
    title: Type.String(),
    description: Type.String(),
    image: Nullable(ImageView),
    parentId: Nullable(Type.String()),
    position: Type.Integer(),
    version: Version,
  }),
)

export type ProductView = Frozen<Static<typeof ProductSchema>>
export type AdminProductView = Frozen<Static<typeof AdminProductSchema>>

/** The stock of variants, by their ids. */
export type StockMap = ReadonlyMap<string, StockItem | undefined>

export const toProductView = (product: Product, stock: StockMap, fields: CustomFields): ProductView => ({
  ...commonFields(product),
  ...withCustom(product, fields, 'everyone'),
  variants: product.variants.map((variant) => toVariantView(variant, stock)),
})

export const toAdminProduct = (
  product: Product,
  stock: StockMap,
  fields: CustomFields,
): AdminProductView => ({
  ...commonFields(product),
  status: product.status,
  taxCategory: product.taxCategory,
  source: product.source ?? null,
  ...withCustom(product, fields, 'staff'),
  variants: product.variants.map((variant) => {
    const item = stock.get(variant.id)
    return {
      ...toVariantView(variant, stock),
      taxable: variant.taxable,
      stock: item ? { onHand: item.onHand, tracked: item.tracked, backorder: item.backorder } : null,
    }
  }),
})

function withCustom(product: Product, fields: CustomFields, to: 'staff' | 'everyone') {
  const custom = shownCustom(product.custom, fields, to)
  return custom && { custom }
}

const commonFields = (product: Product): Omit<ProductView, 'variants'> => ({
  id: product.id,
  handle: product.handle,
  title: product.title,
  description: product.description,
  vendor: product.vendor,
  type: product.type,
  tags: product.tags,
  categoryIds: product.categoryIds,
  images: product.images,
  options: product.options,
  seo: product.seo ?? null,
  version: product.revision,
  createdAt: toTimestamp(product.createdAt),
  updatedAt: toTimestamp(product.updatedAt),
})

const toVariantView = (variant: Variant, stock: StockMap): ProductView['variants'][number] => ({
  id: variant.id,
  sku: variant.sku,
  barcode: variant.barcode ?? null,
  price: variant.price,
  compareAtPrice: variant.compareAtPrice,
  weightGrams: variant.weightGrams,
  requiresShipping: variant.requiresShipping,
  options: variant.options,
  image: variant.image ?? null,
  available: availableOf(stock.get(variant.id)),
})

export const toCategoryView = (category: Category): Static<typeof CategorySchema> => ({
  id: category.id,
  handle: category.handle,
  title: category.title,
  description: category.description,
  image: category.image,
  parentId: category.parentId,
  position: category.position,
  version: category.revision,
})
