import type { Ctx } from '#context'
import { anyone } from '#http/access.ts'
import { type Route, route } from '#http/route.ts'
import { isId } from '#kernel/id.ts'
import { pageFaults } from '#kernel/page.ts'
import { PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { productRoutes } from './admin-routes.ts'
import type { Category } from './category.ts'
import { categoryRoutes } from './category-routes.ts'
import { categories } from './collections.ts'
import { catalogFaults } from './faults.ts'
import { findByHandle, HANDLE_CHARS_MAX } from './handle.ts'
import { CategoryQuery, listCategories } from './list-categories.ts'
import { knownList, knownProduct, listProducts, showProduct } from './show-products.ts'
import { CategorySchema, ProductSchema, toCategoryView } from './views.ts'

const IdOrHandle = Type.String({ maxLength: HANDLE_CHARS_MAX, description: 'An id or a handle' })

async function findCategory(ctx: Ctx, idOrHandle: string): Promise<Category> {
  const found = isId('cat', idOrHandle)
    ? await ctx.get(categories, idOrHandle)
    : await findByHandle(ctx, categories, idOrHandle)
  if (!found) throw catalogFaults.categoryMissing({ message: `There is no category "${idOrHandle}".` })
  return found
}

const publicRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/products',
    summary: 'List published products, newest first',
    description: 'With `category`: those in it or in a category within it.',
    access: anyone,
    query: Shape({ category: Type.Optional(IdOrHandle), ...PageQuery }),
    replies: { 200: PageOf(ProductSchema) },
    faults: [catalogFaults.categoryMissing, pageFaults.badCursor],
    cached: (at, { query }) => knownList(at, query),
    handle: (ctx, { query }) => listProducts(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/products/:idOrHandle',
    summary: 'Read a published product by id or handle',
    access: anyone,
    params: Shape({ idOrHandle: IdOrHandle }),
    replies: { 200: ProductSchema },
    faults: [catalogFaults.missing],
    cached: (at, { params }) => knownProduct(at, params.idOrHandle),
    handle: (ctx, { params }) => showProduct(ctx, params.idOrHandle),
  }),
  route({
    method: 'GET',
    path: '/categories',
    summary: 'List all categories; the tree follows from `parentId`',
    access: anyone,
    query: CategoryQuery,
    replies: { 200: PageOf(CategorySchema) },
    faults: [pageFaults.badCursor],
    handle: (ctx, { query }) => listCategories(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/categories/:idOrHandle',
    summary: 'Read a category by id or handle',
    access: anyone,
    params: Shape({ idOrHandle: IdOrHandle }),
    replies: { 200: CategorySchema },
    faults: [catalogFaults.categoryMissing],
    handle: async (ctx, { params }) => toCategoryView(await findCategory(ctx, params.idOrHandle)),
  }),
]

export const routes: readonly Route[] = [...publicRoutes, ...productRoutes, ...categoryRoutes]
