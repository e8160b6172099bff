import { type Bits, setBit } from '../text/bitmaps.ts'
import type { Facts } from './facts.ts'
import { type Labels, NONE, numberOf } from './labels.ts'

/** What products have to fit. */
export interface Conditions {
  readonly categoryId?: string | undefined
  /** In minor units: of one variant at least. */
  readonly minPrice?: number | undefined
  readonly maxPrice?: number | undefined
  /** In any case. */
  readonly vendor?: string | undefined
  readonly type?: string | undefined
}

export interface FacetValue {
  readonly value: string
  readonly count: number
}

/** Of what fits all conditions but those on the same thing: what can be chosen instead. */
export interface Facets {
  readonly price: { readonly min: number; readonly max: number } | null
  readonly vendors: readonly FacetValue[]
  readonly types: readonly FacetValue[]
}

export interface Sifted {
  readonly bits: Bits
  readonly total: number
  readonly facets: Facets
}

export const FACET_VALUES_MAX = 50

export const NO_FACETS: Facets = { price: null, vendors: [], types: [] }

/** Finds what of `base` fits, and counts the facets, in one pass. */
export function sift(facts: Facts, base: Bits, conditions: Conditions): Sifted {
  const tally = createTally(facts)
  const fit = testFor(facts, conditions)
  const bits = fit ? new Uint32Array(base.length) : base
  let total = 0
  for (let unit = 0; unit < base.length; unit += 1) {
    for (let left = base[unit] as number; left !== 0; ) {
      const bit = 31 - Math.clz32(left)
      left &= ~(1 << bit)
      const slot = unit * 32 + bit
      const fits = fit ? fit(slot) : ALL
      note(tally, slot, fits)
      if (fits !== ALL) continue
      total += 1
      if (fit) setBit(bits, slot)
    }
  }
  return { bits, total, facets: toFacets(tally) }
}

/** What a product fits, a bit for each; none of them where it is in another category. */
const PRICE = 1
const VENDOR = 2
const TYPE = 4
const ALL = PRICE | VENDOR | TYPE

/** Undefined where there is nothing to fit. */
function testFor(facts: Facts, conditions: Conditions): ((slot: number) => number) | undefined {
  if (!isNarrowed(conditions)) return undefined
  const { vendorOf, typeOf, shelfOf } = facts
  const shelves = shelvesOf(facts, conditions.categoryId)
  const fitsPrice = priceTest(facts, conditions)
  const vendor = wanted(facts.vendors, conditions.vendor)
  const type = wanted(facts.types, conditions.type)
  return (slot) => {
    if (shelves && shelves[shelfOf[slot] as number] === 0) return 0
    let fits = ALL
    if (vendor !== undefined && vendorOf[slot] !== vendor) fits &= ~VENDOR
    if (type !== undefined && typeOf[slot] !== type) fits &= ~TYPE
    if (fitsPrice && !fitsPrice(slot)) fits &= ~PRICE
    return fits
  }
}

export const conditionsOf = ({ categoryId, minPrice, maxPrice, vendor, type }: Conditions): Conditions => ({
  categoryId,
  minPrice,
  maxPrice,
  vendor,
  type,
})

export const isNarrowed = (conditions: Conditions): boolean =>
  Object.values(conditionsOf(conditions)).some((each) => each !== undefined)

interface Tally {
  readonly facts: Facts
  readonly vendors: Uint32Array
  readonly types: Uint32Array
  min: number
  max: number
}

const createTally = (facts: Facts): Tally => ({
  facts,
  vendors: new Uint32Array(facts.vendors.texts.length),
  types: new Uint32Array(facts.types.texts.length),
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
})

function note(tally: Tally, slot: number, fits: number): void {
  const { facts, vendors, types } = tally
  if ((fits | VENDOR) === ALL) {
    const vendor = facts.vendorOf[slot] as number
    vendors[vendor] = (vendors[vendor] as number) + 1
  }
  if ((fits | TYPE) === ALL) {
    const type = facts.typeOf[slot] as number
    types[type] = (types[type] as number) + 1
  }
  if ((fits | PRICE) === ALL) {
    if ((facts.lows[slot] as number) < tally.min) tally.min = facts.lows[slot] as number
    if ((facts.highs[slot] as number) > tally.max) tally.max = facts.highs[slot] as number
  }
}

const toFacets = ({ facts, vendors, types, min, max }: Tally): Facets => ({
  price: min <= max ? { min, max } : null,
  vendors: mostFrequent(facts.vendors, vendors),
  types: mostFrequent(facts.types, types),
})

const wanted = (labels: Labels, text: string | undefined): number | undefined =>
  text === undefined ? undefined : numberOf(labels, text)

/** By shelf, 1 where it lies in the category. Ids are of one length: none lies within another. */
function shelvesOf({ shelves }: Facts, categoryId: string | undefined): Uint8Array | undefined {
  if (categoryId === undefined) return undefined
  return Uint8Array.from(shelves.texts, (ids) => (ids.includes(categoryId) ? 1 : 0))
}

function priceTest(
  { lows, highs, between }: Facts,
  { minPrice, maxPrice }: Conditions,
): ((slot: number) => boolean) | undefined {
  if (minPrice === undefined && maxPrice === undefined) return undefined
  const [least, most] = [minPrice ?? 0, maxPrice ?? Number.MAX_SAFE_INTEGER]
  const fits = (price: number) => price >= least && price <= most
  return (slot) => {
    const [low, high] = [lows[slot] as number, highs[slot] as number]
    if (low > most || high < least) return false
    return fits(low) || fits(high) || (between.get(slot)?.some(fits) ?? false)
  }
}

/** The most frequent first; of equally frequent ones, by the alphabet. */
function mostFrequent({ texts }: Labels, counts: Uint32Array): FacetValue[] {
  const best: FacetValue[] = []
  const isBefore = (a: FacetValue, b: FacetValue) =>
    a.count > b.count || (a.count === b.count && a.value < b.value)
  for (let number = NONE + 1; number < counts.length; number += 1) {
    const count = counts[number] as number
    // Most are too rare to be among the first, and are done with here.
    if (count === 0 || (best.length === FACET_VALUES_MAX && count < (best.at(-1)?.count ?? 0))) continue
    const facet = { value: texts[number] as string, count }
    let at = best.length
    while (at > 0 && isBefore(facet, best[at - 1] as FacetValue)) at -= 1
    if (at === FACET_VALUES_MAX) continue
    best.splice(at, 0, facet)
    if (best.length > FACET_VALUES_MAX) best.pop()
  }
  return best
}
