import type { Instant } from '#kernel/clock.ts'
import { collection, type Document } from '#store/collection.ts'
import type { SalesDay } from './sales-day.ts'

export const salesDays = collection<SalesDay>({ name: 'sales-days', indexes: {} })

/** How far the sales have been counted. There is one. */
export interface SalesBook extends Document {
  /** What happened from here on is counted by the log of events; what was before, by the orders. */
  readonly from: Instant
  /** By event type, the cursor of the last one that was counted. */
  readonly counted: Readonly<Record<string, string>>
  /** The cursor of the last order whose past was counted; null before the first. */
  readonly lastOrder: string | null
  readonly ordersDone: boolean
}

export const salesBooks = collection<SalesBook>({ name: 'sales-books', indexes: {} })

/** A variant that was running out when the report was made. */
export interface LowVariant {
  readonly variantId: string
  readonly productId: string
  readonly title: string
  readonly variantTitle: string | null
  readonly sku: string | null
  readonly onHand: number
}

/** What is running out. There is one, made anew every now and then. */
export interface StockReport extends Document {
  readonly at: Instant
  /** The bound it was made with. */
  readonly below: number
  readonly variants: readonly LowVariant[]
}

export const stockReports = collection<StockReport>({ name: 'stock-reports', indexes: {} })
