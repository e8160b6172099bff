import type { AskOf, ItemOf, ListPath, Page } from '@marketsquare/sdk'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { shop } from '../shop.ts'

/** A list that is read page by page, as DataTable shows it. */
export interface Pages<T> {
  /** Undefined until the first page is here. */
  readonly rows: readonly T[] | undefined
  readonly error: unknown
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  /** What is shown belongs to the filters of before. */
  readonly isStale: boolean
  readonly loadMore: () => void
  readonly reload: () => void
}

type Ask = { readonly query?: Readonly<Record<string, unknown>> }
type Data = InfiniteData<Page<unknown>, string | undefined>

/**
 * `usePages('/admin/orders', { query: { status, limit: 50 } })`. Its key is `[address, query, 'pages']`, so
 * `refresh('/admin/orders')` reaches it.
 */
export function usePages<P extends ListPath>(path: P, ask?: AskOf<'get', P>): Pages<ItemOf<P>> {
  // Each address has its own type of ask; all lists page alike.
  const { query = {}, ...rest } = (ask ?? {}) as Ask
  const of = (after?: string) => shop.query(path as '/products', { ...rest, query: { ...query, after } })
  const [address] = of().queryKey
  const found = useInfiniteQuery<Page<unknown>, Error, Data, readonly unknown[], string | undefined>({
    queryKey: [address, query, 'pages'],
    queryFn: ({ pageParam, signal }) => of(pageParam).queryFn({ signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  })
  return {
    rows: found.data?.pages.flatMap(({ data }) => data) as ItemOf<P>[] | undefined,
    error: found.error,
    hasMore: found.hasNextPage,
    isLoadingMore: found.isFetchingNextPage,
    isStale: found.isPlaceholderData,
    loadMore: () => void found.fetchNextPage(),
    reload: () => void found.refetch(),
  }
}

/** What is not read by pages, for a DataTable: `allPages(found.data?.data, found.error)`. */
export const allPages = <T>(
  rows: readonly T[] | undefined,
  error: unknown = null,
  reload = () => {},
): Pages<T> => ({
  rows,
  error,
  hasMore: false,
  isLoadingMore: false,
  isStale: false,
  loadMore: () => {},
  reload,
})
