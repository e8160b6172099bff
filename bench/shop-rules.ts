/**
 * What the bench's shop charges: written into its store, and reckoned with by the client that checks its
 * totals.
 */
export const COUPON = { code: 'SAVE20', percent: 20 } as const

interface Steps {
  /** Up to so many grams, in US cents; null is any weight. */
  readonly steps: readonly (readonly [upToGrams: number | null, cents: number])[]
}

interface Flat {
  readonly flat: number
  /** Goods after discounts of more than this ship free. */
  readonly freeOver: number
}

export interface ZoneRule {
  readonly name: string
  readonly countries: readonly string[]
  readonly rate: Flat | Steps
}

export const ZONES: readonly ZoneRule[] = [
  { name: 'United States', countries: ['US'], rate: { flat: 1_000, freeOver: 10_000 } },
  {
    name: 'Europe',
    countries: ['AT', 'BE', 'DE', 'DK', 'ES', 'FI', 'FR', 'IE', 'IT', 'NL', 'PL', 'PT', 'SE'],
    rate: {
      steps: [
        [500, 1_200],
        [1_000, 1_600],
        [2_000, 2_200],
        [5_000, 3_400],
        [10_000, 5_200],
        [null, 8_000],
      ],
    },
  },
  {
    name: 'Rest of the world',
    countries: ['*'],
    rate: {
      steps: [
        [500, 1_800],
        [1_000, 2_600],
        [2_000, 3_800],
        [5_000, 6_400],
        [10_000, 9_800],
        [null, 15_000],
      ],
    },
  },
]

export interface Bought {
  /** US cents. */
  readonly price: number
  readonly weightGrams: number
  readonly quantity: number
}

/** US cents. */
export interface ExpectedTotals {
  readonly subtotal: number
  readonly discount: number
  readonly shipping: number
  readonly tax: number
  readonly total: number
}

const add = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/**
 * What a cart must cost, reckoned without any of the shop's own code: from `ZONES` and `COUPON`, halves
 * rounded up, no tax. `countryCode` is undefined as long as no shipping was chosen.
 */
export function expectedTotals(
  bought: readonly Bought[],
  { coupon, countryCode }: { coupon: boolean; countryCode: string | undefined },
): ExpectedTotals {
  const subtotal = add(bought.map(({ price, quantity }) => price * quantity))
  const discount = coupon ? Math.floor((subtotal * COUPON.percent + 50) / 100) : 0
  const goods = subtotal - discount
  const grams = add(bought.map(({ weightGrams, quantity }) => weightGrams * quantity))
  const shipping = countryCode === undefined ? 0 : shippingTo(countryCode, { goods, grams })
  return { subtotal, discount, shipping, tax: 0, total: goods + shipping }
}

function shippingTo(countryCode: string, { goods, grams }: { goods: number; grams: number }): number {
  const rule =
    ZONES.find(({ countries }) => countries.includes(countryCode)) ??
    ZONES.find(({ countries }) => countries.includes('*'))
  if (!rule) throw new Error(`Nothing is shipped to ${countryCode}.`)
  if ('flat' in rule.rate) return goods > rule.rate.freeOver ? 0 : rule.rate.flat
  const step = rule.rate.steps.find(([upTo]) => upTo === null || grams <= upTo)
  if (!step) throw new Error(`${rule.name} has no step for ${grams} g.`)
  return step[1]
}
