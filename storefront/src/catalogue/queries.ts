import type { Page, Query, Schemas } from '@marketsquare/sdk'
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
} from '@tanstack/react-query'
import { queries } from '../queries.ts'
import { shop } from '../shop.ts'
import type { Category } from './category-tree.ts'
import { isNarrowed, type Listing, type SearchQuery, toSearch } from './listing.ts'
import type { Product } from './prices.ts'

const PAGE_SIZE = 24

export type Facets = Schemas['Facets']

/** Only a search counts everything. */
export interface Found extends Page<Product> {
  readonly total?: number
  readonly facets?: Facets
}

export const newestQuery = shop.query('/products', { query: { limit: 12 } })

export const categoriesQuery = shop.query('/categories', { query: { limit: 100 } })

export const searchQuery = (query: SearchQuery) => shop.query('/products/search', { query })

/** Lists have the whole product: what one has shown is on the screen at once. */
export const productQuery = (handle: string) =>
  queryOptions({
    ...shop.query('/products/{idOrHandle}', { path: { idOrHandle: handle } }),
    placeholderData: () => listedProduct(handle),
    retryOnMount: false,
  })

export const categoryQuery = (handle: string) =>
  queryOptions({
    ...shop.query('/categories/{idOrHandle}', { path: { idOrHandle: handle } }),
    placeholderData: () => listedCategory(handle),
    retryOnMount: false,
  })

export const relatedQuery = (category: string, limit: number) =>
  shop.query('/products', { query: { category, limit } })

/** What a whole category can be narrowed by. Its list does not say that, as a search does. */
export const facetsQuery = (category: string | undefined) =>
  searchQuery({ ...toSearch({}, category), limit: 1 })

/** A list of products, page by page. That of a whole category begins with what is in the page already. */
export function listingQuery(listing: Listing, category?: string) {
  const pageAfter = (after?: string): Query<Found> => {
    const cursor = after === undefined ? {} : { after }
    return category !== undefined && !isNarrowed(listing)
      ? shop.query('/products', { query: { category, limit: PAGE_SIZE, ...cursor } })
      : searchQuery({ ...toSearch(listing, category), limit: PAGE_SIZE, ...cursor })
  }
  const { queryKey } = pageAfter()
  return infiniteQueryOptions({
    queryKey: [...queryKey, 'pages'] as const,
    queryFn: ({ pageParam, signal }) => pageAfter(pageParam).queryFn({ signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    initialData: (): InfiniteData<Found, string | undefined> | undefined => {
      const first = queries.getQueryData<Found>(queryKey)
      return first && { pages: [first], pageParams: [undefined] }
    },
    initialDataUpdatedAt: () => queries.getQueryState(queryKey)?.dataUpdatedAt,
    placeholderData: keepPreviousData,
    retryOnMount: false,
  })
}

type List = Partial<Page<Product>> & { readonly pages?: readonly Page<Product>[] }

function listedProduct(handle: string): Product | undefined {
  for (const [[at], list] of queries.getQueriesData<List>({})) {
    if (at !== '/products' && at !== '/products/search') continue
    const products = list?.data ?? list?.pages?.flatMap(({ data }) => data) ?? []
    const product = products.find((listed) => listed.handle === handle)
    if (product) return product
  }
  return undefined
}

const listedCategory = (handle: string): Category | undefined =>
  queries
    .getQueryData<Page<Category>>(categoriesQuery.queryKey)
    ?.data.find((listed) => listed.handle === handle)

/** What a page needs is asked for while its code is still on the way. What fails here, the page tells. */
export async function loadProduct(handle: string): Promise<void> {
  const asked = queries.prefetchQuery(productQuery(handle))
  if (!listedProduct(handle)) await asked
}

export async function loadCategory(handle: string, listing: Listing): Promise<void> {
  const asked = queries.prefetchQuery(categoryQuery(handle))
  const listed = queries.prefetchInfiniteQuery(listingQuery(listing, handle))
  if (!listedCategory(handle)) await asked
  await listed
}

export function loadSearch(listing: Listing): void {
  void queries.prefetchInfiniteQuery(listingQuery(listing))
}

export const loadHome = (): Promise<void> => queries.prefetchQuery(newestQuery)
