import type { Cart } from '../cart/cart.ts'
import type { PriceChange } from './trouble.ts'

export type { PriceChange } from './trouble.ts'

/** Lines that cost another amount than when they were seen. */
export function priceChanges(seen: Cart, now: Cart): PriceChange[] {
  return now.lines.flatMap((line) => {
    const before = seen.lines.find(({ variantId }) => variantId === line.variantId)?.unitPrice
    const after = line.unitPrice
    if (!before || !line.forSale || before.amount === after.amount) return []
    return [{ field: 'unitPrice', lineId: line.id, message: line.title, before, after }]
  })
}

/** Where what is to be paid is not what stood on the button. */
export function totalChange(shown: Cart, now: Cart): PriceChange | undefined {
  const [before, after] = [shown.totals.total, now.totals.total]
  if (before.amount === after.amount) return undefined
  return { field: 'total', lineId: null, message: '', before, after }
}
