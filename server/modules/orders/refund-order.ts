import { byOf, type Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { type Event, eventType } from '#kernel/event.ts'
import type { Money } from '#kernel/money.ts'
import { returnStock } from '#modules/inventory/index.ts'
import { orderRefunded } from '#modules/notifications/index.ts'
import { needProvider } from '#modules/payments/index.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { orders } from './collections.ts'
import { TIMEOUT_MS } from './give-money-back.ts'
import type { Order } from './order.ts'
import { beginRefund, endRefund, type NewRefund, type Refund, refundsOf } from './refund.ts'
import { needLine } from './restock.ts'
import { snapshotOf } from './snapshot.ts'

export const refundRefused = eventType<Money & { refundId: string; reason: string }>('order.refund-refused')

interface Pending {
  readonly orderId: string
  readonly refundId: string
}

/**
 * Stages a refund: what goes back into stock does so at once, and the money by a job that does not give up
 * until the provider has answered.
 */
export async function refundOrder(ctx: Ctx, orderId: string, wish: NewRefund): Promise<Order> {
  const next = await ctx.update(orders, orderId, (order) => beginRefund(order, wish, actOf(ctx)))
  const refund = refundsOf(next).at(-1) as Refund
  const goods = refund.restock.map(({ lineId, quantity }) => ({
    variantId: needLine(next.lines, lineId).variantId,
    quantity,
  }))
  await returnStock(ctx, goods, { type: 'return', id: orderId })
  enqueue(ctx, payRefund, { orderId, refundId: refund.id })
  return next
}

/** Asks the provider; tried again with the same key until it has said yes or no. */
export const payRefund: Job<Pending> = job<Pending>('orders.refund', async (ctx, { orderId, refundId }) => {
  const order = await ctx.get(orders, orderId)
  const refund = order && refundsOf(order).find(({ id }) => id === refundId)
  if (!order || refund?.status !== 'pending') return
  const { id: key, provider, reference } = order.payment
  const request = { key, reference, amount: refund.amount, returnKey: refundId }
  const outcome = await needProvider(ctx, provider).giveBack(request, AbortSignal.timeout(TIMEOUT_MS))
  const next = endRefund(order, { refundId, outcome }, actOf(ctx))
  ctx.save(orders, change(next, eventOf(ctx, next, refundId)))
})

function eventOf(ctx: Ctx, order: Order, refundId: string): Event {
  const { amount: money, problem, reason } = refundsOf(order).find(({ id }) => id === refundId) as Refund
  if (problem !== null) return refundRefused(order.id, { ...money, refundId, reason: problem })
  return orderRefunded(order.id, { ...money, refundId, reason, order: snapshotOf(ctx, order) })
}

const actOf = (ctx: Ctx) => ({ at: ctx.now, by: byOf(ctx.caller) })
