import { byOf, type Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import {
  type Cart,
  cartCollection,
  closeFor,
  compareQuotes,
  customerKeyOf,
  type Foreseen,
  needCart,
  problemsOf,
  type Quote,
  type Quoted,
  requote,
  shortages,
} from '#modules/carts/index.ts'
import { takeStock } from '#modules/inventory/index.ts'
import {
  type Answer,
  type ChargeOutcome,
  type ChargeRequest,
  charge,
  needProvider,
} from '#modules/payments/index.ts'
import { claimUses } from '#modules/promotions/index.ts'
import { orders } from './collections.ts'
import { orderFaults } from './faults.ts'
import { draftOrder, freeAnswer, type Order } from './order.ts'
import { orderUrl } from './order-token.ts'
import { refuse, type Settled, settle, settleUndone } from './settle.ts'

export interface CheckoutRequest {
  /** The cart's version that the customer saw. */
  readonly version: number
  readonly payment: { readonly provider: string; readonly token: string }
}

/**
 * Makes an order of a cart. Where only a provider outside can say whether it is paid, that takes two commits
 * with the payment between them: the first holds everything that others could take (stock, uses of coupons)
 * and closes the cart for this order; the second says what became of the payment. Whatever ends the process
 * in between, the order lies in the store as `pending` and is settled by the same request sent again, by the
 * provider's notice, or by `heal`. Run again, this function resumes where it was. A payment that is decided
 * here needs one commit.
 */
export async function checkOut(
  ctx: Ctx,
  cartId: string,
  request: CheckoutRequest,
  foreseen?: Foreseen,
): Promise<Settled | Refusal> {
  const cart = await needCart(ctx, cartId)
  const asked = answered.get(request)
  if (asked) return settleAgain(ctx, asked)
  if (cart.checkout) return resume(ctx, cart.checkout.orderId, request)
  const plan = await prepare(ctx, cart, { request, foreseen })
  if (plan instanceof Refusal) return plan
  const answer = decide(ctx, plan.order, request)
  if (answer?.status === 'declined')
    return refuse(ctx, plan.order, { ...answer, version: plan.quoted.cart.revision })
  const held = await hold(ctx, plan)
  if (answer) return settle(ctx, held, answer)
  await ctx.commit()
  return pay(ctx, held, request)
}

interface Answered {
  readonly order: Order
  readonly answer: Answer
}

/**
 * What this process was answered for a request: where its second commit meets a conflict, nobody is asked
 * again.
 */
const answered = new WeakMap<CheckoutRequest, Answered>()

/** Others settled the order while its provider was being asked. */
async function settleAgain(ctx: Ctx, { order: seen, answer }: Answered): Promise<Settled | Refusal> {
  const order = await ctx.get(orders, seen.id)
  return order ? settle(ctx, order, answer) : settleUndone(ctx, seen, answer)
}

/** An order that could be made of a cart, and what it was made from. Nothing is held yet. */
interface Plan {
  readonly order: Order
  readonly quoted: Quoted
}

/** Checks that the cart is complete, in stock, and costs what its customer saw. */
async function prepare(
  ctx: Ctx,
  seen: Cart,
  { request, foreseen }: { request: CheckoutRequest; foreseen: Foreseen | undefined },
): Promise<Plan | Refusal> {
  const { provider } = request.payment
  needProvider(ctx, provider)
  needVersion(seen, request.version)
  const quoted = await requote(ctx, seen, foreseen)
  const { cart, quote, facts } = quoted
  const differences = compareQuotes(seen.seen, quote)
  if (differences.length > 0) {
    const details = { version: cart.revision, changes: differences }
    return new Refusal(
      orderFaults.changed({ message: sentence(differences.map((each) => each.message)), details }),
    )
  }
  needComplete(quoted)
  const order = draftOrder(
    {
      cart,
      quote,
      provider,
      customerId: cart.customerId ?? (ctx.caller.kind === 'user' ? ctx.caller.id : null),
      email: cart.email ?? '',
      locale: facts.settings.locale,
      operationId: ctx.caller.operationId,
      promotionIds: appliedPromotions(quote),
    },
    { at: ctx.now, by: byOf(ctx.caller) },
  )
  return { order, quoted }
}

/** What is known of the payment without asking anyone outside. */
const decide = (ctx: Ctx, order: Order, request: CheckoutRequest): ChargeOutcome | undefined =>
  freeAnswer(order) ?? needProvider(ctx, order.payment.provider).decide?.(toCharge(ctx, order, request))

/** Stages the order with all that it takes: the stock, the coupons, the cart. */
async function hold(ctx: Ctx, { order, quoted: { cart, facts } }: Plan): Promise<Order> {
  ctx.save(cartCollection, closeFor(cart, { orderId: order.id, at: ctx.now }))
  await takeStock(ctx, order.lines, { type: 'order', id: order.id })
  const claimed = facts.promotions.filter((each) => order.promotionIds.includes(each.id))
  await claimUses(ctx, claimed, customerKeyOf(cart))
  return ctx.save(orders, order)
}

/** Asks for the money, and stages what became of it. */
async function pay(ctx: Ctx, order: Order, request: CheckoutRequest): Promise<Settled | Refusal> {
  const answer = await charge(ctx, needProvider(ctx, order.payment.provider), toCharge(ctx, order, request))
  answered.set(request, { order, answer })
  return settle(ctx, order, answer)
}

const toCharge = (ctx: Ctx, order: Order, { payment }: CheckoutRequest): ChargeRequest => ({
  key: order.payment.id,
  amount: order.totals.total,
  token: payment.token,
  orderNumber: order.number,
  email: order.email,
  // Made where it is asked for: most payments are decided without.
  get returnUrl() {
    return orderUrl(ctx, order)
  },
})

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

/** Any version since the last change will do: a declined payment makes versions too, but changes nothing. */
function needVersion(cart: Cart, version: number): void {
  const changedAt = cart.trail.at(-1)?.version ?? cart.revision
  if (version >= changedAt && version <= cart.revision) return
  const changes = cart.trail.filter((each) => each.version > version)
  const message = `You saw version ${version}; the cart is at version ${cart.revision} now. Look at it again.`
  throw orderFaults.changed({ message, details: { version: cart.revision, changes } })
}

/** Every line that cannot be had is named at once; then whatever else is missing. */
function needComplete(quoted: Quoted): void {
  const { quote, facts } = quoted
  const missing = shortages(
    quote.lines.filter((line) => line.forSale),
    facts.stock,
  )
  const problems = problemsOf(quoted)
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

const appliedPromotions = (quote: Quote): string[] => [
  ...new Set(
    quote.explanations.flatMap(({ kind, amount, ruleId }) =>
      kind === 'discount' && amount !== null && ruleId ? [ruleId] : [],
    ),
  ),
]

const sentence = (parts: readonly string[]) => [...new Set(parts)].join(' ')
