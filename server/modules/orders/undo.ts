import { byOf, type Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { cartCollection, customerKeyOf, reopen } from '#modules/carts/index.ts'
import { returnStock } from '#modules/inventory/index.ts'
import { orderCancelled } from '#modules/notifications/index.ts'
import { releaseUses } from '#modules/promotions/index.ts'
import { remove } from '#store/unit.ts'
import { orders } from './collections.ts'
import { sendBack } from './give-money-back.ts'
import { cancel, type Order, oweBack } from './order.ts'
import { notRestocked } from './restock.ts'
import { snapshotOf } from './snapshot.ts'

/**
 * Stages the end of an order that never was one: stock and coupons go back, the cart opens again. Answers the
 * version that the cart then has.
 */
export async function undo(ctx: Ctx, order: Order): Promise<number | null> {
  await handBack(ctx, order)
  ctx.stage(remove(orders, order))
  const cart = await ctx.get(cartCollection, order.cartId)
  return cart?.checkout?.orderId === order.id ? ctx.save(cartCollection, reopen(cart)).revision : null
}

/**
 * Stages the cancellation of an order: stock and coupons go back, and the money by a job that does not give
 * up.
 */
export async function callOff(ctx: Ctx, order: Order, reason: string | null): Promise<Order> {
  const next = cancel(order, reason, { at: ctx.now, by: byOf(ctx.caller) })
  await handBack(ctx, order)
  if (next.payment.status === 'giving_back') sendBack(ctx, next)
  return ctx.save(orders, change(next, orderCancelled(next.id, { order: snapshotOf(ctx, next), reason })))
}

/** Stages the way back of money that came in for an order after it was cancelled. */
export function returnLate(ctx: Ctx, order: Order): Order {
  const next = oweBack(order, { at: ctx.now, by: byOf(ctx.caller) })
  if (next === order) return order
  // However often it comes in and is voided, each time is another return.
  sendBack(ctx, next, { returnKey: `${next.payment.id}_late_${order.revision}` })
  return ctx.save(orders, next)
}

async function handBack(ctx: Ctx, order: Order): Promise<void> {
  const lines = order.lines.map((line) => ({ variantId: line.variantId, quantity: notRestocked(line) }))
  await returnStock(ctx, lines, { type: 'return', id: order.id })
  await releaseUses(
    ctx,
    order.promotionIds.map((id) => ({ id })),
    customerKeyOf(order),
  )
}
