import type { Schemas } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { shop } from '../shop.ts'

export type Category = Schemas['Category']

/** A category at its place in the tree. */
export interface Placed {
  readonly category: Category
  /** 0 at the top. */
  readonly depth: number
}

/** All categories of the shop, a thousand at most. */
export function useCategories() {
  return useQuery({
    queryKey: ['/admin/categories', { all: true }],
    queryFn: ({ signal }) =>
      Array.fromAsync(shop.each('/admin/categories', { query: { limit: 100 }, signal })),
    staleTime: 60_000,
  })
}

/**
 * Parents before their children, as a shopper would walk through them. Leaves `without` and all in it
 * out.
 */
export function inTreeOrder(categories: readonly Category[], without?: string): Placed[] {
  const within = Map.groupBy(categories, ({ parentId }) => parentId)
  const walk = (parentId: string | null, depth: number): Placed[] =>
    (within.get(parentId) ?? [])
      .filter(({ id }) => id !== without)
      .toSorted((a, b) => a.position - b.position)
      .flatMap((category) => [{ category, depth }, ...walk(category.id, depth + 1)])
  return walk(null, 0)
}
