import type { Ctx } from '#context'
import { emailOf, self } from '#modules/identity/index.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { collection, type Document } from '#store/collection.ts'
import { type Cart, type Draft, openCart } from './cart.ts'
import { requote, saveQuoted } from './change-cart.ts'
import { carts } from './collections.ts'
import { type CartView, toCartView } from './view.ts'

/** Which cart is a customer's current one. The id is the customer's. */
export interface CurrentCart extends Document {
  readonly cartId: string
  /** The carts that were merged into it last, so that a merge can be asked for again. */
  readonly merged: readonly string[]
}

export const currentCarts = collection<CurrentCart>({ name: 'current-carts', indexes: {} })

/** A customer's current cart, or the one that they would get; and what says so. */
export interface Own {
  readonly cart: Cart | Draft
  readonly current: CurrentCart
}

const RECENT_CARTS = 20

/** Two who ask for it for the first time at once save the same document, so there is one. */
export async function findOwn(ctx: Ctx): Promise<Own> {
  const user = await self(ctx)
  const current = (await ctx.get(currentCarts, user.id)) ?? nothingYet(user.id)
  const known = current.cartId === '' ? undefined : await ctx.get(carts, current.cartId)
  if (known && isOpenFor(known, user.id)) return { cart: known, current }
  const recent = await ctx.find(carts, 'byCustomer', { equals: [user.id], limit: RECENT_CARTS })
  const open = recent.data.find((cart) => isOpenFor(cart, user.id))
  const { currency, countryCode } = await shopSettings(ctx)
  const owner = { customerId: user.id, email: emailOf(user) }
  const cart = open ?? openCart({ currency, countryCode, ...owner }, ctx.now)
  return { cart, current: { ...current, cartId: cart.id, merged: [] } }
}

const nothingYet = (id: string): CurrentCart => ({ id, revision: 0, cartId: '', merged: [] })

const isOpenFor = ({ customerId, checkout }: Cart, userId: string): boolean =>
  customerId === userId && checkout === null

/** The caller's cart at today's prices, opened when it is first asked for. */
export async function readOwn(ctx: Ctx): Promise<CartView> {
  const { cart, current } = await findOwn(ctx)
  if ((await ctx.get(currentCarts, current.id))?.cartId !== current.cartId) ctx.save(currentCarts, current)
  return toCartView('seen' in cart ? await requote(ctx, cart) : await saveQuoted(ctx, cart, cart))
}
