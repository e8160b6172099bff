import type { Ctx } from '#context'
import { remove } from '#store/unit.ts'
import { addCoupon, addLine, type Cart, type Draft, needOpen, setContact } from './cart.ts'
import { saveChange, saveQuoted } from './change-cart.ts'
import { carts } from './collections.ts'
import { cartFaults } from './faults.ts'
import { currentCarts, findOwn, readOwn } from './own-cart.ts'
import { type CartView, toCartView } from './view.ts'

const MERGED_MAX = 20

/**
 * Puts what is in a cart that was filled before signing in into the caller's own, which takes its place.
 * Asked for again, it changes nothing; two who ask at once both take the other cart away, so that one of
 * them is run again and finds it done.
 */
export async function mergeCart(ctx: Ctx, cartId: string): Promise<CartView> {
  // Looked up first: whoever finds it gone finds it among the merged ones afterwards.
  const found = await ctx.get(carts, cartId)
  const { cart: own, current } = await findOwn(ctx)
  if (cartId === own.id || current.merged.includes(cartId)) return readOwn(ctx)
  const other = needMergeable(ctx, cartId, found)
  ctx.stage(remove(carts, other))
  const merged = [...current.merged, cartId].slice(-MERGED_MAX)
  ctx.save(currentCarts, { ...current, merged })
  const next = merge(own, other)
  return toCartView('seen' in own ? await saveChange(ctx, next, own) : await saveQuoted(ctx, next, own))
}

/** A guest's cart is held by whoever knows its id; an older one of the caller's will do as well. */
function needMergeable(ctx: Ctx, cartId: string, cart: Cart | undefined): Cart {
  const isHeld = cart && (cart.customerId === null || cart.customerId === ctx.caller.id)
  if (!isHeld) throw cartFaults.missing({ message: `There is no cart ${cartId}. It may be merged already.` })
  return needOpen(cart)
}

/**
 * Quantities add up and coupons stay. Where the other cart says where to ship and how, that counts: it is
 * what the customer did last. Raises what a cart cannot hold, and then both stay as they are.
 */
export function merge<C extends Draft>(own: C, other: Cart): C {
  if (own.currency !== other.currency) throw cartFaults.currency()
  const lines = other.lines.map(({ id: _, ...item }) => item)
  const filled = other.coupons.reduce(addCoupon, lines.reduce(addLine, own))
  return {
    ...setContact(filled, {
      shippingAddress: other.shippingAddress ?? own.shippingAddress,
      billingAddress: other.billingAddress ?? own.billingAddress,
    }),
    shippingOptionId: other.shippingOptionId ?? own.shippingOptionId,
  }
}
