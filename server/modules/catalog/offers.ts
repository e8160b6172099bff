import type { Ctx } from '#context'
import { products } from './collections.ts'
import type { Product, Variant } from './product.ts'

/** Something that can be bought: a variant of a published product. */
export interface Offer {
  readonly product: Product
  readonly variant: Variant
}

export async function findOffer(ctx: Ctx, variantId: string): Promise<Offer | undefined> {
  const found = await ctx.find(products, 'byVariant', { equals: [variantId], limit: 1 })
  return offerOf(found.data[0], variantId)
}

/** In the order asked, from the store; undefined where it was deleted or is not published. */
export async function loadOffers(
  ctx: Ctx,
  lines: readonly { readonly productId: string; readonly variantId: string }[],
): Promise<(Offer | undefined)[]> {
  const ids = [...new Set(lines.map(({ productId }) => productId))]
  const found = await ctx.get(products, ids)
  return lines.map(({ productId, variantId }) => offerOf(found[ids.indexOf(productId)], variantId))
}

function offerOf(product: Product | undefined, variantId: string): Offer | undefined {
  const variant = product?.variants.find(({ id }) => id === variantId)
  return product?.status === 'published' && variant ? { product, variant } : undefined
}
