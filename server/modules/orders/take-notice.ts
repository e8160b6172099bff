import type { Ctx } from '#context'
import type { Input } from '#http/route.ts'
import { needProvider, type PaymentNotice, paymentFaults } from '#modules/payments/index.ts'
import { tasks } from '#store/outbox.ts'
import { enqueue } from '#work/handlers.ts'
import { orders } from './collections.ts'
import { giveMoneyBack } from './give-money-back.ts'
import { settle } from './settle.ts'

/**
 * A provider tells what became of a payment. Notices come late, twice, out of order and while the checkout itself is
 * still waiting; each is acknowledged, and only one that says something new changes anything.
 */
export async function takeNotice(ctx: Ctx, providerName: string, request: Pick<Input, 'headers' | 'body'>) {
  const notice = needProvider(ctx, providerName).readNotice(request)
  if (!notice) throw paymentFaults.badNotice()
  const found = await ctx.find(orders, 'byPayment', { equals: [notice.key], limit: 1 })
  const order = found.data[0]
  if (order) await settle(ctx, order, notice.outcome)
  else if (notice.outcome.status === 'captured') await returnStray(ctx, providerName, notice)
  return { received: true as const }
}

/** Money for an order that was undone meanwhile. It goes back by itself, once, however often the notice comes. */
async function returnStray(
  ctx: Ctx,
  provider: string,
  { key, reference, amount }: PaymentNotice,
): Promise<void> {
  const id = `stray:${key}`
  if (await ctx.get(tasks, id)) return
  enqueue(ctx, giveMoneyBack, { orderId: null, provider, key, reference, amount }, { id })
}
