import { byOf, type Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { change } from '#kernel/change.ts'
import { type Event, eventType } from '#kernel/event.ts'
import type { Money } from '#kernel/money.ts'
import { cartCollection } from '#modules/carts/index.ts'
import { orderConfirmed } from '#modules/notifications/index.ts'
import { type Answer, isSettled, paymentFaults } from '#modules/payments/index.ts'
import { orders } from './collections.ts'
import { returnStray } from './give-money-back.ts'
import { applyAnswer, type Order } from './order.ts'
import { snapshotOf } from './snapshot.ts'
import { callOff, returnLate, undo } from './undo.ts'

export const orderPaid = eventType<{ number: string; total: Money; paymentId: string }>('order.paid')

export const paymentDeclined = eventType<{ cartId: string; amount: Money; reason: string }>(
  'payment.declined',
)

/** An order with what is known of its payment by now. */
export interface Settled {
  readonly order: Order
}

/**
 * Stages what an answer of the provider means, whoever brought it: the checkout itself, the provider's
 * notice, or the healing job. An answer that says nothing new changes nothing, so they may race and repeat.
 */
export async function settle(ctx: Ctx, order: Order, answer: Answer): Promise<Settled | Refusal> {
  if (answer.status === 'declined') return decline(ctx, order, answer)
  if (order.status === 'cancelled') {
    return { order: answer.status === 'captured' ? returnLate(ctx, order) : order }
  }
  const next = applyAnswer(order, answer, { at: ctx.now, by: byOf(ctx.caller) })
  if (next === order) return { order }
  const events: Event[] = []
  if (order.status === 'pending' && next.status !== 'pending') {
    events.push(orderConfirmed(next.id, snapshotOf(ctx, next)))
  }
  if (next.status === 'paid') {
    const { number, totals, payment } = next
    events.push(orderPaid(next.id, { number, total: totals.total, paymentId: payment.id }))
  }
  return { order: ctx.save(orders, change(next, ...events)) }
}

type Declined = Extract<Answer, { status: 'declined' }>

async function decline(ctx: Ctx, order: Order, answer: Declined): Promise<Settled | Refusal> {
  if (isSettled(order.payment) || order.status === 'cancelled') return { order }
  const { reason } = answer
  if (order.status === 'pending') return refuse(ctx, order, { reason, version: await undo(ctx, order) })
  const refused = applyAnswer(order, answer, { at: ctx.now, by: byOf(ctx.caller) })
  ctx.stage(declinedEvent(order, reason))
  return { order: await callOff(ctx, refused, `The payment failed: ${reason}`) }
}

/**
 * Stages that an order did not come to be for want of its payment. `version`: the cart's, to check out again
 * with.
 */
export function refuse(
  ctx: Ctx,
  order: Order,
  { reason, version }: { reason: string; version: number | null },
): Refusal {
  ctx.stage(declinedEvent(order, reason))
  const message = `${reason} Nothing was charged, and the cart is as it was: try another card.`
  return new Refusal(paymentFaults.declined({ message, details: { reason, cartId: order.cartId, version } }))
}

const declinedEvent = ({ id, cartId, totals }: Order, reason: string): Event =>
  paymentDeclined(id, { cartId, amount: totals.total, reason })

/**
 * An answer for an order that others ended while the provider was being asked: what was taken for it goes
 * back.
 */
export async function settleUndone(ctx: Ctx, order: Order, answer: Answer): Promise<Refusal> {
  const { cartId, payment } = order
  const { id: key, provider, amount } = payment
  const reference = 'reference' in answer ? answer.reference : null
  if (answer.status !== 'declined')
    await returnStray(ctx, { provider, key, reference, amount, returnKey: `${key}_undone` })
  const cart = await ctx.get(cartCollection, cartId)
  const reason = answer.status === 'declined' ? answer.reason : 'The payment was called off meanwhile.'
  const message = `${reason} What was taken, if anything, goes back by itself. The cart is as it was.`
  const details = { reason, cartId, version: cart?.revision ?? null }
  return new Refusal(paymentFaults.declined({ message, details }))
}
