import type { Ctx } from '#context'
import { anyone } from '#http/access.ts'
import { type RawJson, route } from '#http/route.ts'
import { fromCursor, pageFaults, toCursor } from '#kernel/page.ts'
import { PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { ProductSchema, showProducts } from '#modules/catalog/index.ts'
import { productIndex, searchFaults } from './product-index.ts'
import { RESULTS_MAX } from './text-index.ts'

const QUERY_CHARS_MAX = 200

export const routes = [
  route({
    method: 'GET',
    path: '/products/search',
    summary: 'Search published products, the best matches first',
    description:
      'Every word has to be found, in the title, in tags, options and SKUs, or in the description; words match by their ' +
      'beginning, and words of five letters or more with one typo. Where no product has all of them, those that have ' +
      'most are answered; without a word, none. A product is found as soon as it is published.',
    access: anyone,
    query: Shape({ q: Type.String({ maxLength: QUERY_CHARS_MAX, default: '' }), ...PageQuery }),
    replies: { 200: PageOf(ProductSchema) },
    faults: [pageFaults.badCursor, searchFaults.warming],
    handle: (ctx, { query }) => searchProducts(ctx, query),
  }),
]

interface SearchQuery {
  readonly q: string
  readonly limit?: number
  readonly after?: string
}

/**
 * Cursors are offsets: an index in memory has no keys to go on from, and results shift as products change
 * anyway.
 */
async function searchProducts(ctx: Ctx, { q, limit = 20, after }: SearchQuery): Promise<RawJson> {
  const index = ctx.use(productIndex)
  await index.ready()
  const offset = after === undefined ? 0 : toOffset(after)
  const { ids, more } = index.search(q, { offset, limit })
  return showProducts(ctx, { ids, next: more ? toCursor([offset + limit]) : null })
}

function toOffset(after: string): number {
  const [offset] = fromCursor(after, 1)
  if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < 0 || offset > RESULTS_MAX) {
    throw pageFaults.badCursor()
  }
  return offset
}
