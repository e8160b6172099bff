import type { Ctx } from '#context'
import type { ShippingOffer } from '#modules/shipping/index.ts'
import { chooseShipping, needOpen } from './cart.ts'
import { needCart, saveChange } from './change-cart.ts'
import { gatherFacts } from './facts.ts'
import { cartFaults } from './faults.ts'
import { quoteShipping } from './quote.ts'
import { type CartView, toCartView } from './view.ts'

/** The ways this cart can be shipped to where it goes, each with its price and why; or why there is none. */
export async function listShipping(ctx: Ctx, cartId: string): Promise<ShippingOffer> {
  const cart = await needCart(ctx, cartId)
  return quoteShipping(cart, await gatherFacts(ctx, cart, { forShipping: true }))
}

export async function takeShipping(ctx: Ctx, cartId: string, optionId: string): Promise<CartView> {
  const before = needOpen(await needCart(ctx, cartId))
  const quoted = await saveChange(ctx, chooseShipping(before, optionId), before)
  if (quoted.quote.shippingOption) return toCartView(quoted)
  const { options, problem } = quoteShipping(quoted.cart, quoted.facts)
  const offered = options.map((option) => `${option.id} (${option.name})`).join(', ')
  throw cartFaults.noSuchShipping({
    message: `${optionId} is not offered for this cart. ${problem ?? `Offered: ${offered}.`}`,
    details: { offered: options.map((option) => option.id) },
  })
}
