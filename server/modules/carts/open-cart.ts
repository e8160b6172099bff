import type { Ctx } from '#context'
import { emailOf, userOf } from '#modules/identity/index.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { openCart } from './cart.ts'
import { saveQuoted } from './change-cart.ts'
import { cartFaults } from './faults.ts'
import { type CartView, toCartView } from './view.ts'

/** Opens an empty cart for whoever asks; a signed-in customer's knows their e-mail address already. */
export async function openCartFor(
  ctx: Ctx,
  wish: { readonly currency?: string; readonly countryCode?: string },
): Promise<CartView> {
  const settings = await shopSettings(ctx)
  const { currency = settings.currency, countryCode = settings.countryCode } = wish
  if (currency !== settings.currency) {
    throw cartFaults.currency({ message: `This shop sells in ${settings.currency}, not in ${currency}.` })
  }
  const customer = ctx.caller.id === null ? undefined : await userOf(ctx, ctx.caller.id)
  const owner = { customerId: customer?.id ?? null, email: customer ? emailOf(customer) : null }
  const empty = openCart({ currency, countryCode, ...owner }, ctx.now)
  return toCartView(await saveQuoted(ctx, empty, empty))
}
