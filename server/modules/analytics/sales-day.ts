import { DAY_MS, type Instant, MINUTE_MS, toTimestamp } from '#kernel/clock.ts'
import type { Document } from '#store/collection.ts'

/** Every zone's clock is some quarters of an hour away from UTC, so these can be put together to its days. */
export const QUARTER_MS = 15 * MINUTE_MS

/** What came and went, in minor units. */
export interface Sales {
  /** That were paid. */
  readonly orders: number
  readonly sales: number
  readonly refunds: number
}

/** What was sold on one day, UTC, in one currency; by the number of the quarter of an hour it happened in. */
export interface SalesDay extends Document {
  readonly quarters: Readonly<Record<string, Sales>>
}

/** Something that was paid, or went back. */
export interface SalesEntry extends Sales {
  readonly at: Instant
  readonly currency: string
}

export const NO_SALES: Sales = { orders: 0, sales: 0, refunds: 0 }

export const addSales = (a: Sales, b: Sales): Sales => ({
  orders: a.orders + b.orders,
  sales: a.sales + b.sales,
  refunds: a.refunds + b.refunds,
})

/** The day's id: `sales_2026-11-22_EUR`. */
export const dayId = (at: Instant, currency: string): string =>
  `sales_${toTimestamp(at).slice(0, 10)}_${currency}`

const quarterOf = (at: Instant): number => Math.floor((at % DAY_MS) / QUARTER_MS)

/** The day with these entries, which are all its own, added. */
export function withEntries(day: SalesDay, entries: readonly SalesEntry[]): SalesDay {
  const quarters = { ...day.quarters }
  for (const entry of entries) {
    const quarter = quarterOf(entry.at)
    quarters[quarter] = addSales(quarters[quarter] ?? NO_SALES, entry)
  }
  return { ...day, quarters }
}
