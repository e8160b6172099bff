import type { Instant } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { Shape, Type } from '#kernel/schema.ts'
import type { Document } from '#store/collection.ts'

/** More of one thing than anyone may put into a cart; what "as many as you like" means in numbers. */
export const QUANTITY_MAX = 10_000
export const ON_HAND_MAX = 1_000_000_000

/** How many of a variant there are. The document's id is the variant's: one variant, one count. */
export interface StockItem extends Document {
  /** Below zero only where back orders are allowed: what is owed. */
  readonly onHand: number
  /** Untracked things never run out: services, downloads, made to order. */
  readonly tracked: boolean
  /** May be sold beyond what is there. */
  readonly backorder: boolean
  /** When staff last set it. Sales and returns are in the movements. */
  readonly updatedAt: Instant
}

export const StockLevel = {
  onHand: Type.Integer({ minimum: -ON_HAND_MAX, maximum: ON_HAND_MAX, description: 'Units that are there' }),
  tracked: Type.Boolean({ description: 'False: never runs out, and is not counted' }),
  backorder: Type.Boolean({ description: 'True: may be sold beyond what is there' }),
}

/** What can be said of stock when a variant is made. */
export const NewStock = Shape({
  onHand: Type.Optional(Type.Integer({ minimum: 0, maximum: ON_HAND_MAX })),
  tracked: Type.Optional(StockLevel.tracked),
  backorder: Type.Optional(StockLevel.backorder),
})

export interface StockInit {
  readonly onHand?: number | undefined
  readonly tracked?: boolean | undefined
  readonly backorder?: boolean | undefined
}

export const inventoryFaults = faults('inventory', {
  missing: [404, 'There is no variant with this id.'],
  outOfStock: [409, 'There is not enough of some of these in stock.'],
})

export const newStock = (variantId: string, init: StockInit, now: Instant): StockItem => ({
  id: variantId,
  revision: 0,
  onHand: init.onHand ?? 0,
  tracked: init.tracked ?? true,
  backorder: init.backorder ?? false,
  updatedAt: now,
})

/** Staff has counted, or has decided: what is named is set, the rest stays. */
export const setStock = (item: StockItem, to: StockInit, now: Instant): StockItem => ({
  ...item,
  onHand: to.onHand ?? item.onHand,
  tracked: to.tracked ?? item.tracked,
  backorder: to.backorder ?? item.backorder,
  updatedAt: now,
})

/** Sales of it change the count, and the count can stand in their way. */
export const isLimited = (item: StockItem): boolean => item.tracked && !item.backorder

/** How many can be bought now. */
export function availableOf(item: StockItem | undefined): number {
  if (!item) return 0
  return isLimited(item) ? Math.max(0, item.onHand) : QUANTITY_MAX
}
