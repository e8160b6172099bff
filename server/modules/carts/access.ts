import type { Access } from '#http/access.ts'
import { needCart } from './change-cart.ts'
import { cartFaults } from './faults.ts'

/**
 * Whoever knows a guest's cart id holds the cart: the id is its secret. A customer's cart is theirs alone, and staff's
 * with `carts:read`; for everyone else it does not exist.
 */
export const cartHolder: Access = {
  name: 'holder of the cart',
  faults: [cartFaults.missing],
  async check(ctx, { cartId = '' }) {
    const { customerId } = await needCart(ctx, cartId)
    const { id, permissions } = ctx.caller
    if (customerId === null || customerId === id || permissions.has('carts:read')) return
    throw cartFaults.missing()
  },
}
