import type { Schemas } from '@marketsquare/sdk'

export type Category = Schemas['Category']

export const childrenOf = (all: readonly Category[], id: string | null): readonly Category[] =>
  all.filter(({ parentId }) => parentId === id)

/** A category's way from the top, itself last. */
export function pathTo(all: readonly Category[], category: Category): readonly Category[] {
  const path = [category]
  for (let parentId = category.parentId; parentId !== null; ) {
    const parent = all.find(({ id }) => id === parentId)
    // What is not in the list, or goes round in a circle while it is moved.
    if (!parent || path.includes(parent)) break
    path.unshift(parent)
    parentId = parent.parentId
  }
  return path
}

/** Of a product's categories the one that lies deepest: it says most about the product. */
export function mostExact(all: readonly Category[], ids: readonly string[]): Category | undefined {
  const own = all.filter(({ id }) => ids.includes(id))
  return own.reduce<Category | undefined>(
    (best, next) => (!best || pathTo(all, next).length > pathTo(all, best).length ? next : best),
    undefined,
  )
}
