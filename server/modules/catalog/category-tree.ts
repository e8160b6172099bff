import type { Ctx } from '#context'
import type { Category } from './category.ts'
import { categories } from './collections.ts'
import { catalogFaults } from './faults.ts'

/** The ids of these categories and of all that they lie in; those that do not exist are left out. */
export async function withAncestors(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const known = new Set<string>()
  let level = [...new Set(ids)]
  while (level.length > 0) {
    const found = (await ctx.get(categories, level)).filter((each) => each !== undefined)
    for (const { id } of found) known.add(id)
    const parents = found.flatMap(({ parentId }) => (parentId && !known.has(parentId) ? [parentId] : []))
    level = [...new Set(parents)]
  }
  return [...known]
}

export function refuseUnknown(ids: readonly string[], known: readonly string[]): void {
  const unknown = ids.find((id) => !known.includes(id))
  if (unknown === undefined) return
  throw catalogFaults.unknownCategory({
    message: `There is no category ${unknown}.`,
    details: { categoryId: unknown },
  })
}

/** The category and all that it lies in, from the inside out; empty where there is no such category. */
export async function pathOf(ctx: Ctx, id: string): Promise<Category[]> {
  const path: Category[] = []
  for (let at: string | null = id; at !== null; ) {
    const category: Category | undefined = await ctx.get(categories, at)
    if (!category || path.some((each) => each.id === category.id)) break
    path.push(category)
    at = category.parentId
  }
  return path
}

type Tree = readonly Pick<Category, 'id' | 'parentId'>[]

/** How many levels a category spans: 1 where nothing lies in it. */
export function heightOf(tree: Tree, id: string): number {
  const children = Map.groupBy(tree, ({ parentId }) => parentId)
  let height = 0
  const seen = new Set<string>()
  for (let level = [id]; level.length > 0; height++) {
    for (const each of level) seen.add(each)
    level = level.flatMap((each) => (children.get(each) ?? []).map((child) => child.id))
    level = level.filter((each) => !seen.has(each))
  }
  return height
}
