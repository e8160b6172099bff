import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { newId } from '#kernel/id.ts'
import type { Money } from '#kernel/money.ts'
import type { Document } from '#store/collection.ts'
import { checkRate } from './check-rate.ts'
import { shippingFaults } from './faults.ts'
import { toPostcode, toRegion } from './places.ts'
import type { ZoneBody } from './schema.ts'

export type RatePrice =
  | { readonly type: 'flat'; readonly amount: Money }
  | { readonly type: 'by_weight'; readonly steps: readonly WeightStep[] }
  | { readonly type: 'by_price'; readonly steps: readonly PriceStep[] }

/** Ascending; null, on the last step only, is any weight. */
export interface WeightStep {
  readonly upToGrams: number | null
  readonly amount: Money
}

/** Ascending, by the goods after discounts; null, on the last step only, is any amount. */
export interface PriceStep {
  readonly upTo: Money | null
  readonly amount: Money
}

export interface Rate {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly price: RatePrice
  /** Goods after discounts of strictly more than this ship free. */
  readonly freeOver: Money | null
  readonly minDays?: number
  readonly maxDays?: number
}

export interface Zone extends Document {
  readonly name: string
  /** `*` is the rest of the world. */
  readonly countries: readonly string[]
  readonly regions: readonly { readonly country: string; readonly region: string }[]
  readonly postcodes: readonly { readonly country: string; readonly prefix: string }[]
  readonly rates: readonly Rate[]
  /** Every place above as one text, for the index that lets no two zones serve the same place. */
  readonly places: readonly string[]
  /** Every country mentioned above, `*` too: what a cart finds its zones by. */
  readonly reach: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
}

export const shippingZoneChanged = eventType<{ change: 'created' | 'updated' | 'deleted'; name: string }>(
  'shipping-zone.changed',
)

export function newZone(body: ZoneBody, at: { id: string; now: number }): Change<Zone> {
  const zone: Zone = { id: at.id, revision: 0, ...contentOf(body, { ...at, rates: [] }), createdAt: at.now }
  return change(zone, shippingZoneChanged(zone.id, { change: 'created', name: zone.name }))
}

/** The zone with new content. Rates sent with their id keep it, so that carts keep their choice. */
export function replacedZone(zone: Zone, body: ZoneBody, now: number): Change<Zone> {
  const next: Zone = { ...zone, ...contentOf(body, { now, rates: zone.rates }) }
  return change(next, shippingZoneChanged(zone.id, { change: 'updated', name: next.name }))
}

function contentOf(body: ZoneBody, at: { now: number; rates: readonly Rate[] }) {
  const countries = [...new Set(body.countries)]
  const regions = unique(
    (body.regions ?? []).map(({ country, region }) => ({ country, region: toRegion(region) })),
  )
  const postcodes = unique(
    (body.postcodes ?? []).map(({ country, prefix }) => ({ country, prefix: toPostcode(prefix) })),
  )
  if (countries.length + regions.length + postcodes.length === 0) {
    throw invalid(
      'countries',
      'name at least one country, region or postcode, or * for the rest of the world',
    )
  }
  const places = [
    ...countries,
    ...regions.map(({ country, region }) => `${country}, ${region}`),
    ...postcodes.map(({ country, prefix }) => `${country} ${prefix}…`),
  ]
  const reach = new Set([...countries, ...regions.map((r) => r.country), ...postcodes.map((p) => p.country)])
  return {
    name: body.name.trim(),
    countries,
    regions,
    postcodes,
    rates: toRates(body.rates ?? [], at),
    places,
    reach: [...reach],
    updatedAt: at.now,
  }
}

function toRates(
  sent: NonNullable<ZoneBody['rates']>,
  { now, rates }: { now: number; rates: readonly Rate[] },
): Rate[] {
  const known = new Set(rates.map((rate) => rate.id))
  return sent.map(({ id, freeOver = null, ...rest }, at) => {
    // Deleting a known id from the set makes its second appearance unknown.
    if (id !== undefined && !known.delete(id)) {
      throw invalid(`rates.${at}.id`, `this zone has no rate ${id}; leave the id out for a new rate`)
    }
    const rate: Rate = { ...rest, id: id ?? newId('rate', { now: () => now }), freeOver }
    checkRate(rate, (field, reason) => invalid(`rates.${at}.${field}`, reason))
    return rate
  })
}

const unique = <T>(places: readonly T[]): T[] => [
  ...new Map(places.map((place) => [JSON.stringify(place), place])).values(),
]

export const invalid = (field: string, reason: string) =>
  shippingFaults.invalid({
    message: `Not accepted — ${field}: ${reason}.`,
    details: { errors: [{ field, reason }] },
  })
