import type { Ctx } from '#context'
import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { orderCollection } from '#modules/orders/index.ts'
import { COMMIT_MS_MAX } from '#store/engine.ts'
import { enqueue, type Schedule } from '#work/handlers.ts'
import { type SalesBook, salesBooks } from './collections.ts'
import { countOldOrders } from './count-old-orders.ts'
import { addToDays, BOOK_ID, findBook } from './sales-book.ts'
import { readTail } from './sales-entries.ts'

/** After this, whatever is in the log of events is there to see; the rest is for clocks that differ. */
export const LOG_SETTLED_MS = COMMIT_MS_MAX + 5 * SECOND_MS

const EVENTS_AT_ONCE = 500
/** A round ends well before its time limit; what is left waits for the next. */
const SLICES_MAX = 100

/**
 * Adds what the log of events tells to the days. Read from the log a slice at a time, and not delivered event
 * by event: so a checkout writes nothing more for it, and a thousand orders cost one commit. The days and how
 * far they have been counted are saved together, so that nothing counts twice.
 */
export const countSales: Schedule = {
  name: 'analytics.count-sales',
  everyMs: MINUTE_MS,
  async handle(ctx) {
    for (let slice = 0; slice < SLICES_MAX; slice++) {
      const book = await openBook(ctx)
      const tail = await readTail(ctx, book, { until: ctx.now - LOG_SETTLED_MS, limit: EVENTS_AT_ONCE })
      if (tail.isEmpty) break
      await addToDays(ctx, tail.entries)
      ctx.save(salesBooks, { ...book, counted: tail.counted })
      await ctx.commit()
      if (!tail.more) break
    }
  },
}

/** The book; begun where there is none yet, together with counting the orders that were there before it. */
export async function openBook(ctx: Ctx): Promise<SalesBook> {
  const known = await findBook(ctx)
  if (known) return known
  const isNewShop = (await ctx.find(orderCollection, 'byId', { limit: 1 })).data.length === 0
  if (!isNewShop) enqueue(ctx, countOldOrders, null)
  return ctx.save(salesBooks, {
    id: BOOK_ID,
    revision: 0,
    from: ctx.now,
    counted: {},
    lastOrder: null,
    ordersDone: isNewShop,
  })
}
