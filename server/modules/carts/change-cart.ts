import type { Ctx } from '#context'
import { type Cart, type Draft, needOpen, trailOf } from './cart.ts'
import { carts } from './collections.ts'
import { isSameQuote } from './compare-quotes.ts'
import { type Facts, gatherFacts } from './facts.ts'
import { cartFaults } from './faults.ts'
import { type Quote, quoteCart } from './quote.ts'
import { type CartView, toCartView } from './view.ts'

/** A cart with the facts it was just quoted under. */
export interface Quoted {
  readonly cart: Cart
  readonly facts: Facts
}

/** Quotes a draft and stages it: a cart is never saved without saying what it costs. `before`: what it was made from. */
export async function saveQuoted(ctx: Ctx, draft: Draft, before: Draft): Promise<Quoted> {
  const facts = await gatherFacts(ctx, draft)
  return { cart: save(ctx, { draft, before }, quoteCart(draft, facts)), facts }
}

const save = (ctx: Ctx, { draft, before }: { draft: Draft; before: Draft }, quote: Quote): Cart =>
  ctx.save(carts, { ...draft, updatedAt: ctx.now, quote, trail: trailOf(draft, before, quote.totals.total) })

/** Loads a cart that can still change, applies a pure transition, quotes it anew and answers the whole cart. */
export async function changeCart(
  ctx: Ctx,
  cartId: string,
  transition: (cart: Cart) => Draft | Promise<Draft>,
): Promise<CartView> {
  const before = needOpen(await needCart(ctx, cartId))
  const { cart, facts } = await saveQuoted(ctx, await transition(before), before)
  return toCartView(cart, facts)
}

/**
 * The cart at today's prices. Where they are not those it was last shown with, the new ones are saved first, so that its
 * version always stands for what its customer saw.
 */
export async function readCart(ctx: Ctx, cartId: string): Promise<CartView> {
  const { cart, facts } = await requote(ctx, await needCart(ctx, cartId))
  return toCartView(cart, facts)
}

/** The cart quoted now; saved only if that changed something. */
export async function requote(ctx: Ctx, seen: Cart): Promise<Quoted> {
  const facts = await gatherFacts(ctx, seen)
  if (seen.checkout) return { cart: seen, facts }
  const quote = quoteCart(seen, facts)
  if (isSameQuote(seen.quote, quote)) return { cart: seen, facts }
  return { cart: save(ctx, { draft: seen, before: seen }, quote), facts }
}

export async function needCart(ctx: Ctx, cartId: string): Promise<Cart> {
  const cart = await ctx.get(carts, cartId)
  if (cart) return cart
  throw cartFaults.missing({ message: `There is no cart ${cartId}. Open a new one.` })
}
