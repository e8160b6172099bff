import { type Schemas, ShopError } from '@marketsquare/sdk'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { shop } from '../shop.ts'

export type Me = Schemas['User']

const { queryKey, queryFn } = shop.query('/me')

/** Whoever is signed in; null for nobody. */
export const meQuery = queryOptions<Me | null>({
  queryKey,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (context) => {
    try {
      return await queryFn(context)
    } catch (error) {
      if (error instanceof ShopError && error.code === 'access.unauthenticated') return null
      throw error
    }
  },
})

export const shopQuery = queryOptions({ ...shop.query('/shop'), staleTime: 60_000 })

/** Below the guard there is always somebody. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery)
  return data ?? NOBODY
}

const NOBODY: Me = {
  id: '',
  email: '',
  emailVerified: false,
  name: '',
  picture: null,
  role: 'customer',
  permissions: [],
  createdAt: '',
  version: 0,
}

export const useShop = () => useSuspenseQuery(shopQuery).data

/** `const can = useCan(); can('orders:refund')` */
export function useCan(): (permission: string) => boolean {
  const { permissions } = useMe()
  return (permission) => permissions.includes(permission)
}
