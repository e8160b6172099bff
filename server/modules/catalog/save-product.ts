import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { closeStock, openStock } from '#modules/inventory/index.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { remove } from '#store/unit.ts'
import { type BuiltProduct, patchProduct, type Surroundings, toProduct } from './build-product.ts'
import { refuseUnknown, withAncestors } from './category-tree.ts'
import { products } from './collections.ts'
import { checkCustom, productFields } from './custom-fields.ts'
import { catalogFaults } from './faults.ts'
import { claimHandle, freeHandle } from './handle.ts'
import { deriveOptions } from './options.ts'
import { type Product, productCreated, productDeleted, productUpdated, type Source } from './product.ts'
import type { NewProduct, ProductPatch } from './product-input.ts'
import { matchVariants } from './variants.ts'

/**
 * Stages a new product with the stock of its variants. Handles and SKUs are looked up in the store, not
 * among what the same unit has staged: of two products that may share one, each needs a unit of its own.
 */
export async function createProduct(ctx: Ctx, input: NewProduct): Promise<Product> {
  if (input.custom) checkCustom(input.custom, ctx.use(productFields))
  const handle =
    input.handle === undefined
      ? await freeHandle(ctx, products, input.title)
      : await claimHandle(ctx, products, { handle: input.handle, id: undefined })
  const listedIn = await listingOf(ctx, input.categoryIds ?? [])
  const { currency } = await shopSettings(ctx)
  const built = toProduct(input, { now: ctx.now, currency, handle, listedIn })
  await claimSkus(ctx, built.product, [])
  const saved = ctx.save(products, change(built.product, productCreated(built.product.id, { handle })))
  openStock(ctx, built.opened, { type: 'opening', id: saved.id })
  return saved
}

/** Stages what the patch changes; nothing at all where it changes nothing. */
export async function changeProduct(ctx: Ctx, before: Product, patch: ProductPatch): Promise<Product> {
  if (patch.custom) checkCustom(patch.custom, ctx.use(productFields))
  const built = patchProduct(before, patch, await surroundings(ctx, before, patch))
  return saveChange(ctx, before, built)
}

/**
 * Stages a product as its source describes it now. Its variants are recognised by their options or SKU
 * and keep ids and stock: what was sold here since the last import stays sold.
 */
export async function replaceProduct(ctx: Ctx, before: Product, input: NewProduct): Promise<Product> {
  const drafts = input.variants.map((variant) => ({ ...variant, options: variant.options ?? {} }))
  const options = input.options ?? deriveOptions(drafts, before.options)
  return changeProduct(ctx, before, { ...input, variants: matchVariants(before.variants, drafts, options) })
}

/** Stages the end of a product and of its variants' stock. Orders keep what they know of it. */
export async function deleteProduct(ctx: Ctx, product: Product): Promise<undefined> {
  ctx.stage(remove(products, product), productDeleted(product.id, { handle: product.handle }))
  const variantIds = product.variants.map(({ id }) => id)
  await closeStock(ctx, variantIds, { type: 'removal', id: product.id })
}

export async function needProduct(ctx: Ctx, id: string): Promise<Product> {
  const product = await ctx.get(products, id)
  if (!product) throw catalogFaults.missing({ details: { id } })
  return product
}

/** The product that an import brought under this name. */
export const findProductBySource = async (ctx: Ctx, { system, id }: Source): Promise<Product | undefined> =>
  (await ctx.find(products, 'bySource', { equals: [system, id], limit: 1 })).data[0]

async function surroundings(ctx: Ctx, before: Product, patch: ProductPatch): Promise<Surroundings> {
  const { handle = before.handle, categoryIds } = patch
  return {
    now: ctx.now,
    currency: (await shopSettings(ctx)).currency,
    handle: handle === before.handle ? handle : await claimHandle(ctx, products, { handle, id: before.id }),
    listedIn: categoryIds ? await listingOf(ctx, categoryIds) : before.listedIn,
  }
}

async function listingOf(ctx: Ctx, categoryIds: readonly string[]): Promise<string[]> {
  const listed = await withAncestors(ctx, categoryIds)
  refuseUnknown(categoryIds, listed)
  return listed
}

async function saveChange(ctx: Ctx, before: Product, built: BuiltProduct): Promise<Product> {
  const { product, opened, closedIds } = built
  if (product === before) return before
  await claimSkus(ctx, product, before.variants)
  const saved = ctx.save(products, change(product, productUpdated(product.id, { handle: product.handle })))
  openStock(ctx, opened, { type: 'opening', id: product.id })
  await closeStock(ctx, closedIds, { type: 'removal', id: product.id })
  return saved
}

async function claimSkus(ctx: Ctx, { id, variants }: Product, before: Product['variants']): Promise<void> {
  const known = new Set(before.map(({ sku }) => sku))
  const fresh = variants.flatMap(({ sku }) => (sku === null || known.has(sku) ? [] : [sku]))
  const holders = await Promise.all(
    fresh.map((sku) => ctx.find(products, 'bySku', { equals: [sku], limit: 1 })),
  )
  for (const [at, { data }] of holders.entries()) {
    const holder = data[0]
    if (!holder || holder.id === id) continue
    throw catalogFaults.skuTaken({
      message: `The SKU "${fresh[at]}" belongs to "${holder.title}" (${holder.id}) already. SKUs are unique.`,
      details: { sku: fresh[at], productId: holder.id },
    })
  }
}
