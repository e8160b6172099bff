import type { Zone } from './zone.ts'

/** Where something is to go, as far as zones care. */
export interface Destination {
  readonly countryCode: string
  readonly region?: string | null | undefined
  readonly postalCode?: string | null | undefined
}

/** The one spelling of a region: `' ca '` is `CA`. */
export const toRegion = (text: string): string => text.trim().toUpperCase()

/** The one spelling of a postcode: `'sw1a 1aa'` is `SW1A1AA`, `'100-0001'` is `1000001`. */
export const toPostcode = (text: string): string => text.replace(/[\s-]+/g, '').toUpperCase()

export interface Match {
  readonly zone: Zone
  /** The place of the zone that the address lies in, for people. */
  readonly because: string
}

/** The zone of an address, the most specific: longest postcode prefix, region, country, rest of the world. */
export const zoneFor = (zones: readonly Zone[], address: Destination): Zone | undefined =>
  matchZone(zones, address)?.zone

export function matchZone(zones: readonly Zone[], address: Destination): Match | undefined {
  const { countryCode: country } = address
  return (
    byPostcode(zones, country, toPostcode(address.postalCode ?? '')) ??
    byRegion(zones, country, toRegion(address.region ?? '')) ??
    byCountry(zones, country, country) ??
    byCountry(zones, '*', 'the rest of the world')
  )
}

function byPostcode(zones: readonly Zone[], country: string, postcode: string): Match | undefined {
  if (postcode === '') return undefined
  let best: { zone: Zone; prefix: string } | undefined
  for (const zone of zones) {
    for (const place of zone.postcodes) {
      if (place.country !== country || !postcode.startsWith(place.prefix)) continue
      if (!best || place.prefix.length > best.prefix.length) best = { zone, prefix: place.prefix }
    }
  }
  return best && { zone: best.zone, because: `postcodes ${best.prefix}… of ${country}` }
}

function byRegion(zones: readonly Zone[], country: string, region: string): Match | undefined {
  if (region === '') return undefined
  const zone = zones.find(({ regions }) =>
    regions.some((place) => place.country === country && place.region === region),
  )
  return zone && { zone, because: `the region ${region} of ${country}` }
}

function byCountry(zones: readonly Zone[], code: string, because: string): Match | undefined {
  const zone = zones.find(({ countries }) => countries.includes(code))
  return zone && { zone, because }
}
