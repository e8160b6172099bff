import type { Ctx } from '#context'
import { DAY_MS } from '#kernel/clock.ts'
import type { Page } from '#kernel/page.ts'
import type { EraseStep, Leaver } from '#modules/profiles/index.ts'
import { tasks } from '#store/outbox.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { anonymised, isFinished, withoutCustomer } from './anonymise.ts'
import { orders } from './collections.ts'
import { type Order, toInbox } from './order.ts'

const BATCH = 100
const LOOKED_AT_EVERY_MS = DAY_MS

/**
 * Orders are kept, since the law has a shop keep its books, but without whoever bought. One that is not
 * finished still has to find its way: it leaves the account at once, and is anonymised when it is done.
 */
export const eraseOrders: EraseStep = async (ctx, leaver) => {
  const { data, next } = await ctx.find(orders, 'byCustomer', { equals: [leaver.userId], limit: BATCH })
  for (const order of data) await release(ctx, order, leaver.userId)
  return next !== null || (await eraseGuestOrders(ctx, leaver))
}

/** Orders of no account that are the leaver's all the same, by an address that was proved to be theirs. */
async function eraseGuestOrders(ctx: Ctx, { userId, email, closedAt }: Leaver): Promise<boolean> {
  if (email === null) return false
  const equals = [toInbox(email)]
  let after: string | undefined
  do {
    const page: Page<Order> = await ctx.find(orders, 'byEmail', { equals, limit: BATCH, after })
    const own = page.data.filter((order) => order.customerId === null && order.createdAt <= closedAt)
    for (const order of own) await release(ctx, order, userId)
    after = page.next ?? undefined
    if (own.some(isFinished)) return after !== undefined
  } while (after !== undefined)
  return false
}

/** What is anonymised is found by neither index any more, so each batch finds the next. */
async function release(ctx: Ctx, order: Order, userId: string): Promise<void> {
  if (isFinished(order)) {
    ctx.save(orders, anonymised(order, userId, ctx.now))
    return
  }
  if (order.customerId !== null) ctx.save(orders, withoutCustomer(order, userId))
  const id = `anonymise:${order.id}`
  const dueAt = ctx.now + LOOKED_AT_EVERY_MS
  if (!(await ctx.get(tasks, id))) enqueue(ctx, anonymiseOrder, { orderId: order.id }, { id, dueAt })
}

/** Looks every day whether an order is finished by now. */
export const anonymiseOrder: Job<{ orderId: string }> = job('orders.anonymise', async (ctx, { orderId }) => {
  const order = await ctx.get(orders, orderId)
  if (!order) return
  if (isFinished(order)) ctx.save(orders, anonymised(order, null, ctx.now))
  else enqueue(ctx, anonymiseOrder, { orderId }, { dueAt: ctx.now + LOOKED_AT_EVERY_MS })
})
