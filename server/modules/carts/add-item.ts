import type { Ctx } from '#context'
import { findOffer, type Offer } from '#modules/catalog/index.ts'
import { addLine } from './cart.ts'
import { changeCart } from './change-cart.ts'
import { cartFaults } from './faults.ts'
import type { CartView } from './view.ts'

/** What is to be put into a cart, if it is for sale. */
export const findItem = (ctx: Ctx, { variantId }: { variantId: string }): Promise<Offer | undefined> =>
  findOffer(ctx, variantId)

/** Puts a variant into the cart, if it is for sale. Stock is told, not held: it is taken at checkout. */
export const addItem = (
  ctx: Ctx,
  cartId: string,
  item: { variantId: string; quantity: number; offer: Offer | undefined },
): Promise<CartView> =>
  changeCart(ctx, cartId, (cart) => {
    const { variantId, quantity, offer } = item
    if (!offer)
      throw cartFaults.noSuchVariant({ message: `${variantId} is not for sale.`, details: { variantId } })
    return addLine(cart, { productId: offer.product.id, variantId, quantity })
  })
