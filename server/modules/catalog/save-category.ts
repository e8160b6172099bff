import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { newId } from '#kernel/id.ts'
import { FIND_LIMIT_MAX } from '#store/engine.ts'
import { remove } from '#store/unit.ts'
import {
  CATEGORIES_MAX,
  CATEGORY_DEPTH_MAX,
  type Category,
  categoryCreated,
  categoryDeleted,
  categoryUpdated,
} from './category.ts'
import type { CategoryPatch, NewCategory } from './category-input.ts'
import { heightOf, pathOf } from './category-tree.ts'
import { categories } from './collections.ts'
import { catalogFaults } from './faults.ts'
import { claimHandle, findByHandle, freeHandle } from './handle.ts'
import { relistSoon } from './relist-products.ts'

export async function createCategory(ctx: Ctx, input: NewCategory): Promise<Category> {
  if ((await allCategories(ctx)).length >= CATEGORIES_MAX) {
    throw catalogFaults.categoriesFull({
      message: `The shop has ${CATEGORIES_MAX} categories, as many as it can hold.`,
    })
  }
  const handle =
    input.handle === undefined
      ? await freeHandle(ctx, categories, input.title)
      : await claimHandle(ctx, categories, { handle: input.handle, id: undefined })
  const blank: Category = {
    id: newId('cat', { now: () => ctx.now }),
    revision: 0,
    handle,
    title: input.title,
    description: '',
    image: null,
    parentId: null,
    position: 0,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  const category = withFields(blank, input)
  await placeIn(ctx, category, 1)
  return ctx.save(categories, change(category, categoryCreated(category.id, { handle })))
}

/** Stages what the patch changes. When the category moves, a job moves the lists that its products are in. */
export async function changeCategory(ctx: Ctx, before: Category, patch: CategoryPatch): Promise<Category> {
  const { handle = before.handle } = patch
  if (handle !== before.handle) await claimHandle(ctx, categories, { handle, id: before.id })
  const next = withFields({ ...before, handle }, patch)
  if (isDeepStrictEqual(next, before)) return before
  if (next.parentId !== before.parentId) {
    await placeIn(ctx, next, heightOf(await allCategories(ctx), next.id))
    relistSoon(ctx, before.id)
  }
  return ctx.save(categories, change({ ...next, updatedAt: ctx.now }, categoryUpdated(next.id, { handle })))
}

/** Stages the end of an empty category. Its products stay; a job takes them out of it. */
export async function deleteCategory(ctx: Ctx, category: Category): Promise<undefined> {
  const children = await ctx.find(categories, 'byParent', { equals: [category.id], limit: 1 })
  if (children.data[0]) {
    throw catalogFaults.categoryHasChildren({
      message: `"${category.title}" has categories in it, such as "${children.data[0].title}". Move or delete them first.`,
      details: { childId: children.data[0].id },
    })
  }
  relistSoon(ctx, category.id)
  ctx.stage(remove(categories, category), categoryDeleted(category.id, { handle: category.handle }))
}

export async function needCategory(ctx: Ctx, id: string): Promise<Category> {
  const category = await ctx.get(categories, id)
  if (!category) throw catalogFaults.categoryMissing({ details: { id } })
  return category
}

export const categoryByHandle = (ctx: Ctx, handle: string): Promise<Category | undefined> =>
  findByHandle(ctx, categories, handle)

const allCategories = async (ctx: Ctx) => (await ctx.find(categories, 'byId', { limit: FIND_LIMIT_MAX })).data

function withFields(before: Category, patch: CategoryPatch): Category {
  return {
    ...before,
    title: patch.title?.trim() ?? before.title,
    description: patch.description ?? before.description,
    image:
      patch.image === undefined
        ? before.image
        : patch.image && { url: patch.image.url, alt: patch.image.alt ?? '' },
    parentId: patch.parentId === undefined ? before.parentId : patch.parentId,
    position: patch.position ?? before.position,
  }
}

/**
 * Checks the place of a category, and saves all that it will lie in: two moves at once, each sound by
 * itself, could otherwise make a loop, or put a category into one that is just being deleted.
 */
async function placeIn(ctx: Ctx, { id, title, parentId }: Category, height: number): Promise<void> {
  if (parentId === null) return
  const path = await pathOf(ctx, parentId)
  if (path.length === 0) {
    throw catalogFaults.unknownCategory({
      message: `There is no category ${parentId}.`,
      details: { categoryId: parentId },
    })
  }
  if (path.some((each) => each.id === id)) {
    throw catalogFaults.categoryLoop({
      message: `"${title}" cannot be moved into ${parentId}, which lies in it.`,
      details: { parentId },
    })
  }
  if (path.length + height > CATEGORY_DEPTH_MAX) {
    throw catalogFaults.categoryTooDeep({
      message: `Categories can be nested ${CATEGORY_DEPTH_MAX} deep.`,
      details: { depthMax: CATEGORY_DEPTH_MAX },
    })
  }
  for (const each of path) ctx.save(categories, each)
}
