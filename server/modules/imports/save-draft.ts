import type { Ctx } from '#context'
import {
  categoryByHandle,
  createCategory,
  createProduct,
  findByHandle,
  findProductBySource,
  type NewProduct,
  type Product,
  products,
  replaceProduct,
} from '#modules/catalog/index.ts'
import type { ProductDraft, VariantDraft } from './product-draft.ts'
import { slugify } from './slug.ts'

/** Ids of categories by their path's handle; kept for one import, so that each is looked up once. */
export type KnownCategories = Map<string, string>

/**
 * Makes sure that the categories of a draft exist, parents first, each in a commit of its own (they outlive a
 * product that is refused later, which harms nobody). A path is one handle: `clothing-hoodies`.
 */
export async function ensureCategories(
  run: <R>(work: (ctx: Ctx) => Promise<R>) => Promise<R>,
  { categories }: ProductDraft,
  known: KnownCategories,
): Promise<string[]> {
  const ids: string[] = []
  for (const path of categories) {
    let parentId: string | null = null
    for (const [depth, title] of path.entries()) {
      const handle = slugify(
        path
          .slice(0, depth + 1)
          .map((each) => slugify(each))
          .join('-'),
      )
      const parent: string | null = parentId
      const id: string =
        known.get(handle) ?? (await run((ctx) => ensureCategory(ctx, { handle, title, parent })))
      known.set(handle, id)
      parentId = id
    }
    if (parentId) ids.push(parentId)
  }
  return [...new Set(ids)]
}

async function ensureCategory(
  ctx: Ctx,
  wish: { handle: string; title: string; parent: string | null },
): Promise<string> {
  const { handle, title, parent } = wish
  const known = await categoryByHandle(ctx, handle)
  return known?.id ?? (await createCategory(ctx, { handle, title, parentId: parent })).id
}

export type Outcome = 'created' | 'updated' | 'unchanged'

/**
 * Stages a draft as a product: a new one, or the one that it stands for as the file has it now. That keeps
 * its handle, since people have links to it.
 */
export async function saveDraft(
  ctx: Ctx,
  draft: ProductDraft,
  categoryIds: readonly string[],
): Promise<Outcome> {
  const { handle, ...input } = toNewProduct(draft, categoryIds)
  const before = await findProductBySource(ctx, input.source)
  if (before) return replace(ctx, before, input)
  const namesake = await findByHandle(ctx, products, draft.handle)
  // What was made by hand is taken over; what another import brought is not this product.
  if (namesake && !namesake.source) return replace(ctx, namesake, input)
  await createProduct(ctx, namesake ? input : { ...input, handle })
  return 'created'
}

async function replace(ctx: Ctx, before: Product, input: NewProduct): Promise<Outcome> {
  const after = await replaceProduct(ctx, before, input)
  return after.revision === before.revision ? 'unchanged' : 'updated'
}

function toNewProduct(draft: ProductDraft, categoryIds: readonly string[]) {
  const { handle, title, description, vendor = null, type = null, status, seo = null } = draft
  return {
    handle,
    title,
    description,
    vendor,
    type,
    status,
    seo,
    tags: [...draft.tags],
    categoryIds: [...categoryIds],
    images: [...draft.images],
    options: draft.options.map(({ name, values }) => ({ name, values: [...values] })),
    variants: draft.variants.map(toNewVariant),
    taxCategory: draft.variants[0]?.taxClass ?? 'standard',
    source: { system: draft.source, id: draft.externalId },
  }
}

const toNewVariant = ({ taxClass: _taxClass, ...variant }: VariantDraft) => ({
  ...variant,
  sku: variant.sku ?? null,
  compareAtPrice: variant.compareAtPrice ?? null,
  barcode: variant.barcode ?? null,
  image: variant.image ?? null,
})
