import type { Ctx } from '#context'
import { mapPage, PAGE_LIMIT_MAX } from '#kernel/page.ts'
import { PageQuery, Shape, Type } from '#kernel/schema.ts'
import { categories } from './collections.ts'
import { toCategoryView } from './views.ts'

/** A whole tree of the usual size comes in one page. */
export const CategoryQuery = Shape({
  ...PageQuery,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_MAX })),
})

export const listCategories = async (ctx: Ctx, query: { limit?: number; after?: string }) =>
  mapPage(await ctx.find(categories, 'byPosition', query), toCategoryView)
