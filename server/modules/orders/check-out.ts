import { byOf, type Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import {
  type Cart,
  cartCollection,
  closeFor,
  compareQuotes,
  customerKeyOf,
  type Facts,
  needCart,
  problemsOf,
  requote,
  shortages,
} from '#modules/carts/index.ts'
import { takeStock } from '#modules/inventory/index.ts'
import { charge, needProvider } from '#modules/payments/index.ts'
import { claimUses } from '#modules/promotions/index.ts'
import { orders } from './collections.ts'
import { orderFaults } from './faults.ts'
import { draftOrder, type Order } from './order.ts'
import { type Settled, settle } from './settle.ts'

export interface CheckoutRequest {
  /** The cart's version that the customer saw. */
  readonly version: number
  readonly payment: { readonly provider: string; readonly token: string }
}

/**
 * Makes an order of a cart, in two commits with the payment between them. The first holds everything that others could
 * take (stock, uses of coupons) and closes the cart for this order; the second says what became of the payment. Whatever
 * ends the process in between, the order lies in the store as `pending` and is settled by the same request sent again, by
 * the provider's notice, or by `heal`. Run again, this function resumes where it was.
 */
export async function checkOut(
  ctx: Ctx,
  cartId: string,
  request: CheckoutRequest,
): Promise<Settled | Refusal> {
  const cart = await needCart(ctx, cartId)
  if (cart.checkout) return resume(ctx, cart.checkout.orderId, request)
  const held = await hold(ctx, cart, request)
  return held instanceof Refusal ? held : pay(ctx, held, request)
}

/** First commit: everything is checked, held and written down; no money has moved. */
async function hold(ctx: Ctx, seen: Cart, request: CheckoutRequest): Promise<Order | Refusal> {
  const { provider } = request.payment
  needProvider(ctx, provider)
  needVersion(seen, request.version)
  const { cart, facts } = await requote(ctx, seen)
  const differences = compareQuotes(seen.quote, cart.quote)
  if (differences.length > 0) {
    const details = { version: cart.revision, changes: differences }
    return new Refusal(
      orderFaults.changed({ message: sentence(differences.map((each) => each.message)), details }),
    )
  }
  needComplete(cart, facts)
  const { email = null } = cart
  const order = draftOrder(
    {
      cart,
      provider,
      customerId: cart.customerId ?? ctx.caller.id,
      email: email ?? '',
      locale: facts.settings.locale,
      operationId: ctx.caller.operationId,
      promotionIds: appliedPromotions(cart),
    },
    { at: ctx.now, by: byOf(ctx.caller) },
  )
  ctx.save(cartCollection, closeFor(cart, order.id, ctx.now))
  await takeStock(ctx, order.lines, { type: 'order', id: order.id })
  const claimed = facts.promotions.filter((each) => order.promotionIds.includes(each.id))
  await claimUses(ctx, claimed, customerKeyOf(cart))
  const held = ctx.save(orders, order)
  await ctx.commit()
  return held
}

/** Second commit, staged here: what became of the payment. */
async function pay(ctx: Ctx, order: Order, { payment }: CheckoutRequest): Promise<Settled | Refusal> {
  if (order.totals.total.amount === 0) {
    return settle(ctx, order, { status: 'captured', reference: `free_${order.payment.id}` })
  }
  const answer = await charge(ctx, needProvider(ctx, order.payment.provider), {
    key: order.payment.id,
    amount: order.totals.total,
    token: payment.token,
    orderNumber: order.number,
    email: order.email,
  })
  return settle(ctx, order, answer)
}

/** The cart has an order: this very request's, sent again or run again, or another's. */
async function resume(ctx: Ctx, orderId: string, request: CheckoutRequest): Promise<Settled | Refusal> {
  const order = await ctx.get(orders, orderId)
  if (!order) throw orderFaults.underWay()
  if (order.operationId !== ctx.caller.operationId) {
    const details = { order: { id: order.id, number: order.number, status: order.status } }
    throw order.status === 'pending' ? orderFaults.underWay({ details }) : orderFaults.checkedOut({ details })
  }
  return order.payment.status === 'started' ? pay(ctx, order, request) : { order }
}

function needVersion(cart: Cart, version: number): void {
  if (cart.revision === version) return
  const changes = cart.trail.filter((each) => each.version > version)
  const message = `You saw version ${version}; the cart is at version ${cart.revision} now. Look at it again.`
  throw orderFaults.changed({ message, details: { version: cart.revision, changes } })
}

/** Every line that cannot be had is named at once; then whatever else is missing. */
function needComplete(cart: Cart, facts: Facts): void {
  const missing = shortages(
    cart.quote.lines.filter((line) => line.forSale),
    facts.stock,
  )
  const problems = problemsOf(cart, facts)
  if (missing.length > 0) {
    const about = problems.filter((problem) => problem.code === 'out_of_stock')
    throw orderFaults.outOfStock({
      message: sentence(about.map((problem) => problem.message)),
      details: { lines: missing },
    })
  }
  if (problems.length === 0) return
  throw orderFaults.incomplete({
    message: sentence(problems.map((problem) => problem.message)),
    details: {
      errors: problems.map(({ code, message, lineId }) => ({ field: lineId ?? code, reason: message })),
      problems,
    },
  })
}

const appliedPromotions = (cart: Cart): string[] => [
  ...new Set(
    cart.quote.explanations.flatMap(({ kind, amount, ruleId }) =>
      kind === 'discount' && amount !== null && ruleId ? [ruleId] : [],
    ),
  ),
]

const sentence = (parts: readonly string[]) => [...new Set(parts)].join(' ')
