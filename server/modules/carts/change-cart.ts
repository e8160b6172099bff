import type { Ctx } from '#context'
import { type Cart, changedFields, type Draft, needOpen, trailOf } from './cart.ts'
import { carts } from './collections.ts'
import { isSameQuote } from './compare-quotes.ts'
import { type Facts, gatherFacts } from './facts.ts'
import { cartFaults } from './faults.ts'
import type { Foreseen } from './foresight.ts'
import { type Quote, quoteCart, seenOf } from './quote.ts'
import { type CartView, toCartView } from './view.ts'

/** A cart with what it costs now and the facts that this follows from. */
export interface Quoted {
  readonly cart: Cart
  readonly quote: Quote
  readonly facts: Facts
}

/**
 * Quotes a draft and stages it: a cart is never saved without saying what it costs. `before`: what it was
 * made from.
 */
export async function saveQuoted(ctx: Ctx, draft: Draft, before: Draft): Promise<Quoted> {
  const facts = await gatherFacts(ctx, draft)
  return save(ctx, { draft, before }, { quote: quoteCart(draft, facts), facts })
}

function save(
  ctx: Ctx,
  { draft, before }: { draft: Draft; before: Draft },
  { quote, facts }: Omit<Quoted, 'cart'>,
): Quoted {
  const trail = trailOf(draft, before, quote.totals.total)
  return { cart: ctx.save(carts, { ...draft, updatedAt: ctx.now, seen: seenOf(quote), trail }), quote, facts }
}

/**
 * Quotes a changed cart and stages it. A change to what is the case already makes no new version: whoever saw
 * the last one may still check out with it.
 */
export const saveChange = (ctx: Ctx, next: Draft, before: Cart): Promise<Quoted> =>
  changedFields(next, before).length > 0 ? saveQuoted(ctx, next, before) : requote(ctx, before)

/**
 * Loads a cart that can still change, applies a pure transition, quotes it anew and answers the whole cart.
 */
export async function changeCart(
  ctx: Ctx,
  cartId: string,
  transition: (cart: Cart) => Draft,
): Promise<CartView> {
  const before = needOpen(await needCart(ctx, cartId))
  return toCartView(await saveChange(ctx, transition(before), before))
}

/**
 * The cart at today's prices. Where they are not those it was last shown with, the new ones are saved first,
 * so that its version always stands for what its customer saw.
 */
export const readCart = async (ctx: Ctx, cartId: string): Promise<CartView> =>
  toCartView(await requote(ctx, await needCart(ctx, cartId)))

/**
 * The cart quoted now; saved only if that changed what it costs. A closed one stays: what was paid stands in
 * its order.
 */
export async function requote(ctx: Ctx, cart: Cart, foreseen?: Foreseen): Promise<Quoted> {
  const facts = foreseen?.revision === cart.revision ? foreseen.facts : await gatherFacts(ctx, cart)
  const quote = quoteCart(cart, facts)
  if (cart.checkout || isSameQuote(cart.seen, quote)) return { cart, quote, facts }
  return save(ctx, { draft: cart, before: cart }, { quote, facts })
}

export async function needCart(ctx: Ctx, cartId: string): Promise<Cart> {
  const cart = await ctx.get(carts, cartId)
  if (cart) return cart
  throw cartFaults.missing({ message: `There is no cart ${cartId}. Open a new one.` })
}
