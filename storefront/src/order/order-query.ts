import { ShopError } from '@marketsquare/sdk'
import { queryOptions } from '@tanstack/react-query'
import { shop } from '../shop.ts'
import { keptOrder } from './kept-orders.ts'
import { pauseMsAfter } from './pause.ts'

/** An order, by the session or the token that the tab has. It is looked at until its payment is decided. */
export function orderQuery(orderId: string) {
  return queryOptions({
    queryKey: [`/orders/${orderId}`, {}] as const,
    queryFn: ({ signal }) => {
      const { token } = keptOrder(sessionStorage, orderId)
      return shop.get('/orders/{orderId}', { path: { orderId }, query: { token }, signal })
    },
    refetchInterval: ({ state: { data, error, dataUpdateCount } }) => {
      const isOpen = data?.status === 'pending' || data?.status === 'placed'
      // A connection that broke comes back; an order that is gone does not.
      const isGone = error instanceof ShopError && error.status === 404
      return isOpen && !isGone ? pauseMsAfter(dataUpdateCount) : false
    },
  })
}
