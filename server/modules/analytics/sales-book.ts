import type { Ctx } from '#context'
import { type SalesBook, salesBooks, salesDays } from './collections.ts'
import { dayId, type SalesEntry, withEntries } from './sales-day.ts'

export const BOOK_ID = 'sales'

export const findBook = (ctx: Ctx): Promise<SalesBook | undefined> => ctx.get(salesBooks, BOOK_ID)

/** Stages the days with these entries added. */
export async function addToDays(ctx: Ctx, entries: readonly SalesEntry[]): Promise<void> {
  const byDay = Map.groupBy(entries, ({ at, currency }) => dayId(at, currency))
  const days = await ctx.get(salesDays, [...byDay.keys()])
  for (const [nth, [id, own]] of [...byDay].entries()) {
    ctx.save(salesDays, withEntries(days[nth] ?? { id, revision: 0, quarters: {} }, own))
  }
}
