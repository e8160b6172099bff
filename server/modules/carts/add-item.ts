import type { Ctx } from '#context'
import { findOffer } from '#modules/catalog/index.ts'
import { addLine } from './cart.ts'
import { changeCart } from './change-cart.ts'
import { cartFaults } from './faults.ts'
import type { CartView } from './view.ts'

/** Puts a variant into the cart, if it is for sale. Stock is told, not held: it is taken at checkout. */
export const addItem = (
  ctx: Ctx,
  cartId: string,
  { variantId, quantity }: { variantId: string; quantity: number },
): Promise<CartView> =>
  changeCart(ctx, cartId, async (cart) => {
    const offer = await findOffer(ctx, variantId)
    if (!offer)
      throw cartFaults.noSuchVariant({ message: `${variantId} is not for sale.`, details: { variantId } })
    return addLine(cart, { productId: offer.product.id, variantId, quantity })
  })
