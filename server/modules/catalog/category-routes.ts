import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { Reply, type Route, route } from '#http/route.ts'
import { pageFaults } from '#kernel/page.ts'
import { Id, PageOf, Shape } from '#kernel/schema.ts'
import { CategoryPatchBody, NewCategoryBody } from './category-input.ts'
import { categories } from './collections.ts'
import { catalogFaults } from './faults.ts'
import { CategoryQuery, listCategories } from './list-categories.ts'
import { changeCategory, createCategory, deleteCategory, needCategory } from './save-category.ts'
import { CategorySchema, toCategoryView } from './views.ts'

const params = Shape({ categoryId: Id('cat') })
const write = permitted('catalog:write')
const { categoryMissing, handleTaken, badHandle, unknownCategory } = catalogFaults
const { categoryLoop, categoryTooDeep, categoriesFull, categoryHasChildren } = catalogFaults

const revision = async (ctx: Ctx, { categoryId = '' }: Readonly<Record<string, string>>) =>
  (await ctx.get(categories, categoryId))?.revision

export const categoryRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/admin/categories',
    summary: 'List all categories',
    access: permitted('catalog:read'),
    query: CategoryQuery,
    replies: { 200: PageOf(CategorySchema) },
    faults: [pageFaults.badCursor],
    handle: (ctx, { query }) => listCategories(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/admin/categories',
    summary: 'Create a category',
    access: write,
    body: NewCategoryBody,
    replies: { 201: CategorySchema },
    faults: [handleTaken, badHandle, unknownCategory, categoryTooDeep, categoriesFull],
    handle: async (ctx, { body }) => {
      const category = await createCategory(ctx, body)
      return new Reply(201, toCategoryView(category), { location: `/api/admin/categories/${category.id}` })
    },
  }),
  route({
    method: 'GET',
    path: '/admin/categories/:categoryId',
    summary: 'Read a category',
    access: permitted('catalog:read'),
    params,
    replies: { 200: CategorySchema },
    faults: [categoryMissing],
    handle: async (ctx, { params: { categoryId } }) => toCategoryView(await needCategory(ctx, categoryId)),
  }),
  route({
    method: 'PATCH',
    path: '/admin/categories/:categoryId',
    summary: 'Change or move a category',
    description: 'When it moves, the lists of the categories around it follow within moments.',
    access: write,
    params,
    body: CategoryPatchBody,
    replies: { 200: CategorySchema },
    faults: [categoryMissing, handleTaken, badHandle, unknownCategory, categoryLoop, categoryTooDeep],
    revision,
    handle: async (ctx, { params: { categoryId }, body }) =>
      toCategoryView(await changeCategory(ctx, await needCategory(ctx, categoryId), body)),
  }),
  route({
    method: 'DELETE',
    path: '/admin/categories/:categoryId',
    summary: 'Delete a category that has none within it',
    description: 'Its products stay, and are taken out of it within moments.',
    access: write,
    params,
    replies: { 204: null },
    faults: [categoryMissing, categoryHasChildren],
    revision,
    handle: async (ctx, { params: { categoryId } }) =>
      deleteCategory(ctx, await needCategory(ctx, categoryId)),
  }),
]
