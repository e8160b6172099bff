import type { Ctx } from '#context'
import type { Input } from '#http/route.ts'
import { needProvider, paymentFaults } from '#modules/payments/index.ts'
import { orders } from './collections.ts'
import { returnStray } from './give-money-back.ts'
import { settle } from './settle.ts'

/**
 * A provider tells what became of a payment. Notices come late, twice, out of order and while the checkout
 * itself is still waiting; each is acknowledged, and only one that says something new changes anything.
 */
export async function takeNotice(ctx: Ctx, providerName: string, request: Pick<Input, 'headers' | 'body'>) {
  const notice = needProvider(ctx, providerName).readNotice(request)
  if (!notice) throw paymentFaults.badNotice()
  const found = await ctx.find(orders, 'byPayment', { equals: [notice.key], limit: 1 })
  const order = found.data[0]
  // Else whoever can forge one provider's notices, such as the test cards', could pay with another's.
  if (order && order.payment.provider !== providerName) throw paymentFaults.badNotice()
  if (order) await settle(ctx, order, notice.outcome)
  else if (notice.outcome.status === 'captured') {
    const { key, reference, amount } = notice
    await returnStray(ctx, { provider: providerName, key, reference, amount, returnKey: `${key}_stray` })
  }
  return { received: true as const }
}
