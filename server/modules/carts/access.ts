import type { Ctx } from '#context'
import type { Access } from '#http/access.ts'
import { needCart } from './change-cart.ts'
import { cartFaults } from './faults.ts'

/**
 * Whoever knows a guest's cart id holds the cart: the id is its secret. A customer's cart is theirs alone;
 * for everyone else it does not exist.
 */
export const cartHolder: Access = {
  name: 'holder of the cart',
  audience: 'holder',
  faults: [cartFaults.missing],
  async check(ctx, { cartId = '' }) {
    if (!(await isHolder(ctx, cartId))) throw cartFaults.missing()
  },
}

/** Its holder, and staff that helps customers: they may look, but put nothing into anyone's cart. */
export const cartReader: Access = {
  name: 'holder of the cart, or `carts:read`',
  audience: 'holder',
  permission: 'carts:read',
  faults: [cartFaults.missing],
  async check(ctx, { cartId = '' }) {
    if (!(await isHolder(ctx, cartId)) && !ctx.caller.permissions.has('carts:read'))
      throw cartFaults.missing()
  },
}

async function isHolder(ctx: Ctx, cartId: string): Promise<boolean> {
  const { customerId } = await needCart(ctx, cartId)
  return customerId === null || customerId === ctx.caller.id
}
