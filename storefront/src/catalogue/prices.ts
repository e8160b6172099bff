import type { Money, Schemas } from '@marketsquare/sdk'

export type Product = Schemas['Product']
export type Variant = Schemas['Variant']

export interface PriceTag {
  /** The lowest price of what can be bought; of everything where nothing can. */
  readonly price: Money
  /** Whether other variants cost more. */
  readonly isFrom: boolean
  /** What the cheapest cost before, where that was more. */
  readonly before: Money | null
}

export const isSoldOut = ({ variants }: Product): boolean => variants.every(({ available }) => available <= 0)

/** What stands on a product's card; none where there is nothing to buy. */
export function priceTag({ variants }: Pick<Product, 'variants'>): PriceTag | undefined {
  const buyable = variants.filter(({ available }) => available > 0)
  const offered = buyable.length > 0 ? buyable : variants
  const [first] = offered
  if (!first) return undefined
  const cheapest = offered.reduce(
    (least, next) => (next.price.amount < least.price.amount ? next : least),
    first,
  )
  return {
    price: cheapest.price,
    isFrom: offered.some(({ price }) => price.amount !== cheapest.price.amount),
    before: reducedFrom(cheapest),
  }
}

export const reducedFrom = ({ price, compareAtPrice }: Variant): Money | null =>
  compareAtPrice && compareAtPrice.amount > price.amount ? compareAtPrice : null

/** By how many percent a price went down, rounded down: never more than is true. */
export const percentOff = (price: Money, before: Money): number =>
  Math.floor((100 * (before.amount - price.amount)) / before.amount)

/** An amount as somebody writes it, in minor units, else undefined. Point and comma both divide. */
export function fromText(written: string, digits: number): number | undefined {
  const match = /^\s*(\d{1,9})(?:[.,](\d*))?\s*$/.exec(written)
  if (!match) return undefined
  const [, whole = '', rest = ''] = match
  if (rest.length > digits) return undefined
  return Number(whole) * 10 ** digits + Number(rest.padEnd(digits, '0') || '0')
}

/** The other way, for an input. */
export const toInput = (amount: number, digits: number): string =>
  amount % 10 ** digits === 0 ? String(amount / 10 ** digits) : (amount / 10 ** digits).toFixed(digits)
