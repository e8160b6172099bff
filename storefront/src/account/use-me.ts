import { type Schemas, ShopError } from '@marketsquare/sdk'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { forgetOrders } from '../order/kept-orders.ts'
import { shop } from '../shop.ts'

export type Me = Schemas['User']

/** Who is signed in; `null` for a guest. The server put the answer into the page. */
export const meQuery = queryOptions({
  queryKey: ['/me', {}] as const,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await shop.get('/me', { signal })
    } catch (error) {
      if (error instanceof ShopError && error.status === 401) return null
      throw error
    }
  },
  staleTime: 300_000,
})

export const useMe = (): Me | null | undefined => useQuery(meQuery).data

/** Called with the account after signing in, `null` after signing out: forgets what was somebody else's. */
export function useSetMe(): (me: Me | null) => void {
  const queries = useQueryClient()
  return (me) => {
    queries.setQueryData(meQuery.queryKey, me)
    queries.removeQueries({
      predicate: ({ queryKey }) =>
        String(queryKey[0]).startsWith('/me/') || String(queryKey[0]).startsWith('/orders'),
    })
    if (me) return void queries.invalidateQueries({ queryKey: ['cart'] })
    forgetOrders(sessionStorage)
    // Not shown while it is asked for again: it is somebody else's.
    void queries.resetQueries({ queryKey: ['cart'] })
  }
}
