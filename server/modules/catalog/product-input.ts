import type { Frozen } from '#http/route.ts'
import { CUSTOM_FIELDS_MAX } from '#kernel/custom-field.ts'
import { Id, Line, Nullable, named, Price, Prose, Shape, type Static, Type } from '#kernel/schema.ts'
import { NewStock, ON_HAND_MAX } from '#modules/inventory/index.ts'
import { Handle } from './handle.ts'
import {
  IMAGES_MAX,
  OPTION_VALUES_MAX,
  OPTIONS_MAX,
  PRODUCT_CATEGORIES_MAX,
  type Source,
  TAGS_MAX,
  VARIANTS_MAX,
  WEIGHT_GRAMS_MAX,
} from './product.ts'

const Url = Type.String({
  maxLength: 2_000,
  pattern: '^(https?://|/)[^\\s]+$',
  description: 'An address on the web, or a path of this shop',
})

export const NewImage = Shape({ url: Url, alt: Type.Optional(Prose(500)) })

const variantFields = {
  sku: Type.Optional(Nullable(Line(100))),
  options: Type.Optional(
    Type.Record(Type.String(), Line(), {
      maxProperties: OPTIONS_MAX,
      description: 'One value for each option: `{ "Size": "M" }`',
    }),
  ),
  compareAtPrice: Type.Optional(Nullable(Price)),
  weightGrams: Type.Optional(Type.Integer({ minimum: 0, maximum: WEIGHT_GRAMS_MAX })),
  requiresShipping: Type.Optional(Type.Boolean({ default: true })),
  taxable: Type.Optional(Type.Boolean({ default: true })),
  barcode: Type.Optional(Nullable(Line(100))),
  image: Type.Optional(Nullable(Url)),
  stock: Type.Optional(NewStock),
  onHand: Type.Optional(
    Type.Integer({ minimum: 0, maximum: ON_HAND_MAX, description: 'Short for `stock.onHand`' }),
  ),
}

const NewVariantBody = named('NewVariant', Shape({ price: Price, ...variantFields }))

const VariantPatchBody = named(
  'VariantPatch',
  Shape({
    id: Type.Optional(Id('var')),
    price: Type.Optional(Price),
    ...variantFields,
    // Where a variant is kept, what is absent stays: a default here would overwrite it.
    requiresShipping: Type.Optional(Type.Boolean()),
    taxable: Type.Optional(Type.Boolean()),
  }),
)

const productFields = {
  handle: Type.Optional(Handle),
  description: Type.Optional(Prose()),
  vendor: Type.Optional(Nullable(Line())),
  type: Type.Optional(Nullable(Line())),
  tags: Type.Optional(Type.Array(Line(), { maxItems: TAGS_MAX })),
  categoryIds: Type.Optional(Type.Array(Id('cat'), { maxItems: PRODUCT_CATEGORIES_MAX })),
  status: Type.Optional(Type.Union([Type.Literal('draft'), Type.Literal('published')])),
  images: Type.Optional(Type.Array(NewImage, { maxItems: IMAGES_MAX })),
  options: Type.Optional(
    Type.Array(
      Shape({
        name: Line(),
        values: Type.Array(Line(), { minItems: 1, maxItems: OPTION_VALUES_MAX }),
      }),
      { maxItems: OPTIONS_MAX, description: 'Made from the variants when absent' },
    ),
  ),
  taxCategory: Type.Optional(Line(100)),
  seo: Type.Optional(
    Nullable(Shape({ title: Type.Optional(Line(1_000)), description: Type.Optional(Line(1_000)) })),
  ),
  custom: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      maxProperties: CUSTOM_FIELDS_MAX,
      description:
        'Values of the fields that `GET /api/admin/extensions` lists. Those not named stay; null takes one away',
    }),
  ),
}

export const NewProductBody = named(
  'NewProduct',
  Shape({
    title: Line(),
    ...productFields,
    variants: Type.Array(NewVariantBody, { minItems: 1, maxItems: VARIANTS_MAX }),
  }),
)

export const ProductPatchBody = named(
  'ProductPatch',
  Shape({
    title: Type.Optional(Line()),
    ...productFields,
    variants: Type.Optional(
      Type.Array(VariantPatchBody, {
        minItems: 1,
        maxItems: VARIANTS_MAX,
        description: 'All of them: those without an `id` are new, those left out are removed',
      }),
    ),
  }),
)

/** A product to be, as the API takes it; an import also says where it comes from. */
export type NewProduct = Frozen<Static<typeof NewProductBody>> & { readonly source?: Source }
export type ProductPatch = Frozen<Static<typeof ProductPatchBody>> & { readonly source?: Source }
export type VariantPatch = NonNullable<ProductPatch['variants']>[number]
