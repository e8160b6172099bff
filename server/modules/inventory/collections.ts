import type { Instant } from '#kernel/clock.ts'
import { collection, type Document } from '#store/collection.ts'
import { inventoryFaults, type StockItem } from './stock-item.ts'

export const stock = collection<StockItem>({
  name: 'stock',
  missing: inventoryFaults.missing,
  indexes: {},
})

/**
 * Why stock moved: the order it went to or came back from, the count that staff made, the product it
 * belongs to.
 */
export interface MovementReason {
  /** `order`, `return`, `count`, `opening`, `removal`; later modules bring their own. */
  readonly type: string
  readonly id: string
}

/** One line in the ledger of stock. The movements of a variant sum to what is on hand. */
export interface StockMovement extends Document {
  readonly at: Instant
  /** A user's id, `guest` or `system`. */
  readonly by: string
  readonly reason: MovementReason
  readonly lines: readonly { readonly variantId: string; readonly by: number }[]
}

export const stockMovements = collection<StockMovement, 'byVariant'>({
  name: 'stock-movements',
  indexes: { byVariant: { fields: ['lines[].variantId', '-at'] } },
})
