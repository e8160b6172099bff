import type { Ctx } from '#context'
import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { lookUp, needProvider } from '#modules/payments/index.ts'
import { tasks } from '#store/outbox.ts'
import { enqueue, job, type Schedule } from '#work/handlers.ts'
import { orders } from './collections.ts'
import { sendBack } from './give-money-back.ts'
import { freeAnswer, type Order } from './order.ts'
import { settle } from './settle.ts'
import { undo } from './undo.ts'

/**
 * A checkout that is still without an answer after this long was cut off; its process or its provider is
 * gone.
 */
export const HEAL_AFTER_MS = MINUTE_MS

/** How long a customer has for their bank's page; then what was held for them is for sale again. */
export const ACTION_MAX_MS = 30 * MINUTE_MS

const BATCH = 100

/**
 * Finds checkouts that were cut off and starts a job for each, so that a slow provider holds up only its own.
 */
export const healCheckouts: Schedule = {
  name: 'orders.heal-checkouts',
  everyMs: 30 * SECOND_MS,
  async handle(ctx) {
    const due = await ctx.find(orders, 'byStatus', {
      equals: ['pending'],
      range: { lte: ctx.now - HEAL_AFTER_MS },
      reverse: true,
      limit: BATCH,
    })
    for (const { id: orderId } of due.data) {
      const id = `heal:${orderId}`
      if (!(await ctx.get(tasks, id))) enqueue(ctx, healCheckout, { orderId }, { id })
    }
  },
}

/** Brings one checkout to its end: paid, still waiting for the customer, or undone with nothing kept. */
export const healCheckout = job<{ orderId: string }>('orders.heal-checkout', async (ctx, { orderId }) => {
  const order = await ctx.get(orders, orderId)
  if (order?.status === 'pending') await heal(ctx, order)
})

async function heal(ctx: Ctx, order: Order): Promise<void> {
  const { id: key, provider, reference, amount } = order.payment
  const answer =
    freeAnswer(order) ?? (await lookUp(ctx, needProvider(ctx, provider), { key, reference, amount }))
  // No answer: whether money moved is not known, so nothing may be given away. The next round asks again.
  if (answer.status === 'unanswered') return
  const isOver = answer.status === 'action_required' && order.createdAt <= ctx.now - ACTION_MAX_MS
  if (answer.status !== 'unknown' && !isOver) return void (await settle(ctx, order, answer))
  // The provider may yet hear of it, so it is told that this payment is not wanted any more.
  sendBack(ctx, order)
  await undo(ctx, order)
}
