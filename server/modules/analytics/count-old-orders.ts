import type { Ctx } from '#context'
import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { type Order, orderCollection } from '#modules/orders/index.ts'
import { events } from '#store/outbox.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { type SalesBook, salesBooks } from './collections.ts'
import { addToDays, findBook } from './sales-book.ts'
import type { SalesEntry } from './sales-day.ts'
import { pastOf } from './sales-entries.ts'

/** Small, so that nobody at the counter waits for it: 500 orders a second at the most. */
const ORDERS_AT_ONCE = 50
const SLICES = 10
const PAUSE_MS = SECOND_MS

/** Times in an order are those of the beginning of a piece of work, which may have been committed later. */
const MARGIN_MS = 5 * MINUTE_MS
const EVENTS_OF_ORDER_MAX = 200

/**
 * Counts, once, what was sold before sales were counted at all. Each slice is saved with how far it got, so
 * that it goes on where it was, however often it is interrupted.
 */
export const countOldOrders: Job<null> = job<null>('analytics.count-old-orders', async (ctx) => {
  for (let slice = 0; slice < SLICES; slice++) {
    const book = await findBook(ctx)
    if (!book || book.ordersDone) return
    await countSlice(ctx, book)
    await ctx.commit()
  }
  enqueue(ctx, countOldOrders, null, { dueAt: ctx.now + PAUSE_MS })
})

async function countSlice(ctx: Ctx, book: SalesBook): Promise<void> {
  const after = book.lastOrder ?? undefined
  const page = await ctx.find(orderCollection, 'byId', { limit: ORDERS_AT_ONCE, after })
  const entries: SalesEntry[] = []
  for (const order of page.data) entries.push(...(await pastBefore(ctx, order, book)))
  await addToDays(ctx, entries)
  ctx.save(salesBooks, {
    ...book,
    lastOrder: page.next ?? book.lastOrder,
    ordersDone: page.next === null,
  })
}

/** What happened to an order before the book was begun: the log tells of the rest. */
async function pastBefore(ctx: Ctx, order: Order, { from }: SalesBook): Promise<SalesEntry[]> {
  const past = pastOf(order)
  const isClear = past.every(({ entry, refundId }) => !refundId && entry.at < from - MARGIN_MS)
  const told = isClear ? [] : await eventsSince(ctx, order.id, from)
  return past
    .filter(({ type, refundId, entry }) => entry.at < from && !told.some(isOf({ type, refundId })))
    .map(({ entry }) => entry)
}

async function eventsSince(ctx: Ctx, orderId: string, from: number) {
  const query = { equals: [orderId], range: { gte: from }, limit: EVENTS_OF_ORDER_MAX }
  return (await ctx.find(events, 'bySubject', query)).data
}

const isOf =
  (wanted: { type: string; refundId: string | undefined }) =>
  ({ type, data }: { type: string; data: unknown }): boolean =>
    type === wanted.type &&
    (wanted.refundId === undefined || (data as { refundId?: string }).refundId === wanted.refundId)
