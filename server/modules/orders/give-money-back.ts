import { byOf, type Ctx } from '#context'
import type { Money } from '#kernel/money.ts'
import { needProvider } from '#modules/payments/index.ts'
import { tasks } from '#store/outbox.ts'
import { enqueue, job } from '#work/handlers.ts'
import { orders } from './collections.ts'
import { type Order, paidBack } from './order.ts'

const TIMEOUT_MS = 30_000

export interface Owed {
  /** Null: there is no order to tell. */
  readonly orderId: string | null
  readonly provider: string
  /** The payment's id: the provider knows it by this. */
  readonly key: string
  readonly reference: string | null
  /** Null: all of it. */
  readonly amount: Money | null
}

/** Voids or refunds a payment; tried again with the same key until the provider has said that it is done. */
export const giveMoneyBack = job<Owed>('orders.give-money-back', async (ctx, owed) => {
  const how = await needProvider(ctx, owed.provider).giveBack(owed, AbortSignal.timeout(TIMEOUT_MS))
  const order = owed.orderId === null ? undefined : await ctx.get(orders, owed.orderId)
  if (order) ctx.save(orders, paidBack(order, how, { at: ctx.now, by: byOf(ctx.caller) }))
})

/** Stages the way back of an order's payment. */
export function sendBack(ctx: Ctx, { id: orderId, payment }: Order): void {
  const { id: key, provider, reference, amount } = payment
  enqueue(ctx, giveMoneyBack, { orderId, provider, key, reference, amount })
}

/**
 * Stages the return of money for an order that was undone meanwhile: one job, however often it is told of.
 */
export async function returnStray(ctx: Ctx, owed: Omit<Owed, 'orderId'>): Promise<void> {
  const id = `stray:${owed.key}`
  if (!(await ctx.get(tasks, id))) enqueue(ctx, giveMoneyBack, { orderId: null, ...owed }, { id })
}
