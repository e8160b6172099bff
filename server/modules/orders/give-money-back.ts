import { byOf, type Ctx } from '#context'
import type { Money } from '#kernel/money.ts'
import { needProvider, paymentFaults } from '#modules/payments/index.ts'
import { tasks } from '#store/outbox.ts'
import { enqueue, job } from '#work/handlers.ts'
import { orders } from './collections.ts'
import { type Order, paidBack } from './order.ts'
import { leftToRefund } from './refund.ts'

export const TIMEOUT_MS = 30_000

export interface Owed {
  /** Null: there is no order to tell. */
  readonly orderId: string | null
  readonly provider: string
  /** The payment's id: the provider knows it by this. */
  readonly key: string
  readonly reference: string | null
  /** Null: all of it. */
  readonly amount: Money | null
  /**
   * Its own, where the payment may have been voided before: a provider would only say so again, and keep what
   * came in since.
   */
  readonly returnKey?: string
}

/** Voids or refunds a payment; tried again with the same key until the provider has said that it is done. */
export const giveMoneyBack = job<Owed>('orders.give-money-back', async (ctx, owed) => {
  const { provider, key, reference, amount, orderId } = owed
  const request = { key, reference, amount, returnKey: owed.returnKey ?? `${key}_back` }
  const answer = await needProvider(ctx, provider).giveBack(request, AbortSignal.timeout(TIMEOUT_MS))
  // Nobody is waiting to be told: it goes to those who look after failed tasks.
  if (answer.status === 'refused') {
    throw paymentFaults.refundRefused({ message: `${provider} gives ${key} not back: ${answer.reason}` })
  }
  const order = orderId === null ? undefined : await ctx.get(orders, orderId)
  if (order) ctx.save(orders, paidBack(order, answer.status, { at: ctx.now, by: byOf(ctx.caller) }))
})

/** Stages the way back of an order's payment, or of what is left of it. */
export function sendBack(ctx: Ctx, order: Order, own: Pick<Owed, 'returnKey'> = {}): void {
  const { id: orderId, payment } = order
  const { id: key, provider, reference } = payment
  const amount = leftToRefund(order)
  enqueue(ctx, giveMoneyBack, { orderId, provider, key, reference, amount, ...own })
}

/**
 * Stages the return of money for an order that was undone meanwhile: one job, however often it is told of.
 * `returnKey` says how it became known, since what was voided then may come in later.
 */
export async function returnStray(
  ctx: Ctx,
  owed: Omit<Owed, 'orderId'> & { returnKey: string },
): Promise<void> {
  const id = `stray:${owed.returnKey}`
  if (!(await ctx.get(tasks, id))) enqueue(ctx, giveMoneyBack, { orderId: null, ...owed }, { id })
}
