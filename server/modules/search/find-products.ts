import { hash } from 'node:crypto'
import type { Ctx } from '#context'
import { RawJson } from '#http/route.ts'
import { isId } from '#kernel/id.ts'
import { fromCursor, pageFaults, toCursor } from '#kernel/page.ts'
import { catalogFaults, categories, categoryByHandle, showProducts } from '#modules/catalog/index.ts'
import { availableAmong } from './available.ts'
import { type Found, LIST_MAX, type Wish } from './product-finder.ts'
import { productIndex } from './product-index.ts'

/** Whether they can be bought is looked up of so many at most: the first in the order asked for. */
export const AVAILABLE_MAX = 1_000

export interface ProductQuery extends Omit<Wish, 'offset' | 'limit' | 'categoryId'> {
  readonly category?: string | undefined
  readonly available?: boolean | undefined
  readonly limit?: number | undefined
  readonly after?: string | undefined
}

/**
 * Cursors are offsets: an index in memory has no keys to go on from, and results shift as products change
 * anyway.
 */
export async function findProducts(ctx: Ctx, query: ProductQuery): Promise<RawJson> {
  const { category, available = false, limit = 20, after, ...rest } = query
  const offset = after === undefined ? 0 : toOffset(after)
  const index = ctx.use(productIndex)
  await index.ready()
  const categoryId = category === undefined ? undefined : await idOfCategory(ctx, category)
  const wish = { ...rest, categoryId, offset, limit }
  const found = available ? await findAvailable(ctx, wish) : index.find(wish)
  const next = found.more ? toCursor([offset + limit]) : null
  return withSummary(await showProducts(ctx, { ids: found.ids, next }), found)
}

/** Stock moves with every sale, so it is not in the index but asked of the catalogue, for the first ones. */
async function findAvailable(ctx: Ctx, { offset, limit, ...wish }: Wish): Promise<Found> {
  const sort = wish.sort ?? 'relevance'
  const first = ctx.use(productIndex).find({ ...wish, sort, offset: 0, limit: AVAILABLE_MAX })
  const ids = await availableAmong(ctx, first.ids)
  const end = offset + limit
  return { ...first, ids: ids.slice(offset, end), more: end < ids.length, total: ids.length }
}

/** As the list of products takes it: an id or a handle. */
async function idOfCategory(ctx: Ctx, idOrHandle: string): Promise<string> {
  const found = isId('cat', idOrHandle)
    ? await ctx.get(categories, idOrHandle)
    : await categoryByHandle(ctx, idOrHandle)
  if (!found) throw catalogFaults.categoryMissing({ message: `There is no category "${idOrHandle}".` })
  return found.id
}

/** The page as the catalogue puts it together, with what is known of all that was found. */
function withSummary({ json, etag }: RawJson, { total, facets }: Found): RawJson {
  const page = json.toString()
  const summary = JSON.stringify({ total, facets })
  return new RawJson(`${page.slice(0, -1)},${summary.slice(1)}`, toTag(`${etag}${summary}`))
}

const toTag = (text: string) => `"${hash('sha1', text, 'base64url')}"`

function toOffset(after: string): number {
  const [offset] = fromCursor(after, 1)
  if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < 0 || offset > LIST_MAX) {
    throw pageFaults.badCursor()
  }
  return offset
}
