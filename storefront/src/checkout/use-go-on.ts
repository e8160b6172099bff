import { useNavigate } from '@tanstack/react-router'
import { forgetCart } from '../cart/cart-state.ts'
import { orderQuery } from '../order/order-query.ts'
import { queries } from '../queries.ts'
import type { Order } from './buy.ts'
import { dropDraft } from './draft.ts'

/** After the shop took an order: to its page, or first to that of the bank. */
export function useGoOn(): (order: Order) => Promise<void> {
  const navigate = useNavigate()
  return async (order) => {
    const { action } = order.payment
    if (order.status === 'pending' && action) return location.assign(action.url)
    queries.setQueryData(orderQuery(order.id).queryKey, order)
    await navigate({ to: '/orders/$orderId', params: { orderId: order.id }, replace: true })
    // A pending one may still vanish; then its cart is open again.
    if (order.status === 'pending') return queries.invalidateQueries({ queryKey: ['cart'] })
    dropDraft(sessionStorage)
    forgetCart(order.cartId)
  }
}
