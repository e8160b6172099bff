import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { MINUTE_MS } from '#kernel/clock.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { withAncestors } from './category-tree.ts'
import { categories, products } from './collections.ts'
import { type Product, productUpdated } from './product.ts'

interface Relist {
  readonly categoryId: string
  readonly status: Product['status']
  readonly after?: string
}

/** Products saved in one commit. */
const SLICE = 100

/** Brings products back in line with categories that were moved or deleted, a slice at a time. */
export const relistProducts: Job<Relist> = job<Relist>('catalog.relist-products', relist)

/**
 * Now, and once more when every request that still saw the categories as they were is long over: a
 * product that such a request saves after the first pass would keep its old lists.
 */
export function relistSoon(ctx: Ctx, categoryId: string): void {
  for (const status of ['published', 'draft'] as const) {
    enqueue(ctx, relistProducts, { categoryId, status })
    enqueue(ctx, relistProducts, { categoryId, status }, { dueAt: ctx.now + MINUTE_MS })
  }
}

async function relist(ctx: Ctx, { categoryId, status, after }: Relist): Promise<void> {
  const page = await ctx.find(products, 'byListing', { equals: [status, categoryId], limit: SLICE, after })
  for (const product of page.data) {
    const next = await relisted(ctx, product)
    if (isDeepStrictEqual(next, product)) continue
    const saved = { ...next, updatedAt: ctx.now }
    ctx.save(products, change(saved, productUpdated(product.id, { handle: product.handle })))
  }
  if (page.next) enqueue(ctx, relistProducts, { categoryId, status, after: page.next })
}

async function relisted(ctx: Ctx, product: Product): Promise<Product> {
  const found = await ctx.get(categories, product.categoryIds)
  const categoryIds = product.categoryIds.filter((_, at) => found[at])
  return { ...product, categoryIds, listedIn: await withAncestors(ctx, categoryIds) }
}
