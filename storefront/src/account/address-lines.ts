export interface WrittenAddress {
  readonly name: string
  readonly company?: string
  readonly line1: string
  readonly line2?: string
  readonly city: string
  readonly region?: string
  readonly postalCode?: string
  readonly countryCode: string
  readonly phone?: string
}

/** Where the postal code stands behind city and region; elsewhere it stands before the city. */
const CODE_LAST = new Set(['US', 'CA', 'AU', 'GB', 'IE', 'NZ', 'IN'])

/** An address as it stands on a parcel, line by line; empty ones left out. */
export function toLines(address: WrittenAddress, countryName: string): readonly string[] {
  const { name, company, line1, line2, city, region, postalCode, countryCode } = address
  const place = CODE_LAST.has(countryCode)
    ? [[city, region].filter(Boolean).join(', '), postalCode]
    : [postalCode, city, region && `(${region})`]
  const lines = [name, company, line1, line2, place.filter(Boolean).join(' '), countryName]
  return lines.filter((line): line is string => Boolean(line))
}
