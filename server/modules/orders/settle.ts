import { byOf, type Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { change } from '#kernel/change.ts'
import { type Event, eventType } from '#kernel/event.ts'
import type { Money } from '#kernel/money.ts'
import { cartCollection, customerKeyOf, reopen } from '#modules/carts/index.ts'
import { returnStock } from '#modules/inventory/index.ts'
import { orderCancelled, orderConfirmed } from '#modules/notifications/index.ts'
import { type Answer, paymentFaults } from '#modules/payments/index.ts'
import { releaseUses } from '#modules/promotions/index.ts'
import { remove } from '#store/unit.ts'
import { enqueue } from '#work/handlers.ts'
import { orders } from './collections.ts'
import { giveMoneyBack } from './give-money-back.ts'
import { applyAnswer, cancel, type Order } from './order.ts'
import { snapshotOf } from './snapshot.ts'

export const orderPaid = eventType<{ number: string; total: Money; paymentId: string }>('order.paid')

export const paymentDeclined = eventType<{ cartId: string; amount: Money; reason: string }>(
  'payment.declined',
)

/** An order with what is known of its payment by now. */
export interface Settled {
  readonly order: Order
}

/**
 * Stages what an answer of the provider means, whoever brought it: the checkout itself, the provider's notice, or the
 * healing job. An answer that says nothing new changes nothing, so they may race and repeat.
 */
export async function settle(ctx: Ctx, order: Order, answer: Answer): Promise<Settled | Refusal> {
  if (answer.status === 'declined') return decline(ctx, order, answer.reason)
  if (order.status === 'cancelled') return { order }
  const act = { at: ctx.now, by: byOf(ctx.caller) }
  const next = applyAnswer(order, answer, act)
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

async function decline(ctx: Ctx, order: Order, reason: string): Promise<Settled | Refusal> {
  if (order.payment.status === 'captured' || order.status === 'cancelled') return { order }
  const { id, cartId, totals } = order
  const declined = paymentDeclined(id, { cartId, amount: totals.total, reason })
  if (order.status === 'placed') {
    ctx.stage(declined)
    return { order: await callOff(ctx, order, `The payment failed: ${reason}`) }
  }
  const version = await undo(ctx, order)
  ctx.stage(declined)
  const message = `${reason} Nothing was charged, and the cart is as it was: try another card.`
  return new Refusal(paymentFaults.declined({ message, details: { reason, cartId, version } }))
}

/**
 * Stages the end of an order that never was one: stock and coupons go back, the cart opens again. Answers the version
 * that the cart then has.
 */
export async function undo(ctx: Ctx, order: Order): Promise<number | null> {
  await handBack(ctx, order)
  ctx.stage(remove(orders, order))
  const cart = await ctx.get(cartCollection, order.cartId)
  return cart?.checkout?.orderId === order.id ? ctx.save(cartCollection, reopen(cart)).revision : null
}

/** Stages the cancellation of an order: stock and coupons go back, and the money by a job that does not give up. */
export async function callOff(ctx: Ctx, order: Order, reason: string | null): Promise<Order> {
  const next = cancel(order, reason, { at: ctx.now, by: byOf(ctx.caller) })
  await handBack(ctx, order)
  if (next.payment.status === 'giving_back') {
    const { id, provider, reference, amount } = next.payment
    enqueue(ctx, giveMoneyBack, { orderId: next.id, provider, key: id, reference, amount })
  }
  return ctx.save(orders, change(next, orderCancelled(next.id, { order: snapshotOf(ctx, next), reason })))
}

async function handBack(ctx: Ctx, order: Order): Promise<void> {
  await returnStock(ctx, order.lines, { type: 'return', id: order.id })
  await releaseUses(
    ctx,
    order.promotionIds.map((id) => ({ id })),
    customerKeyOf(order),
  )
}
