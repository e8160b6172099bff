import type { Ctx } from '#context'
import { DAY_MS, type Instant } from '#kernel/clock.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { salesDays } from './collections.ts'
import { type Days, daysOf, type Range } from './days.ts'
import { findBook } from './sales-book.ts'
import { addSales, dayId, NO_SALES, QUARTER_MS, type Sales, type SalesEntry } from './sales-day.ts'
import { readTail } from './sales-entries.ts'

/** What the log tells since the last count is added to each answer, this much of each kind of event. */
const TAIL_MAX = 1_000

/** What was sold on each day of a range. */
export async function showSales(ctx: Ctx, range: Range) {
  const { currency } = await shopSettings(ctx)
  const days = daysOf(range, ctx.now)
  const entries = [...(await countedEntries(ctx, days, currency)), ...(await uncountedEntries(ctx, currency))]
  const sums = days.dates.map(() => NO_SALES)
  for (const entry of entries) {
    const nth = indexOfDay(days.starts, entry.at)
    if (nth !== undefined) sums[nth] = addSales(sums[nth] as Sales, entry)
  }
  return { currency, days: days.dates.map((date, nth) => ({ date, ...(sums[nth] as Sales) })) }
}

async function countedEntries(ctx: Ctx, { starts }: Days, currency: string): Promise<SalesEntry[]> {
  const first = Math.floor((starts[0] as Instant) / DAY_MS)
  const last = Math.floor(((starts.at(-1) as Instant) - 1) / DAY_MS)
  const midnights = Array.from({ length: last - first + 1 }, (_, nth) => (first + nth) * DAY_MS)
  const found = await ctx.get(
    salesDays,
    midnights.map((at) => dayId(at, currency)),
  )
  return midnights.flatMap((midnight, nth) =>
    Object.entries(found[nth]?.quarters ?? {}).map(([quarter, sales]) => ({
      ...sales,
      currency,
      at: midnight + Number(quarter) * QUARTER_MS,
    })),
  )
}

async function uncountedEntries(ctx: Ctx, currency: string): Promise<SalesEntry[]> {
  const book = await findBook(ctx)
  if (!book) return []
  const { entries } = await readTail(ctx, book, { limit: TAIL_MAX })
  return entries.filter((entry) => entry.currency === currency)
}

/** In which of the days a moment lies. */
function indexOfDay(starts: readonly Instant[], at: Instant): number | undefined {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] as Instant) <= at) low = middle + 1
    else high = middle
  }
  return low === 0 || low === starts.length ? undefined : low - 1
}
