import type { Schemas } from '@marketsquare/sdk'

export type Address = Schemas['Address']

/** An address as it stands in a form: every field is a text. */
export interface AddressDraft {
  readonly name: string
  readonly company: string
  readonly line1: string
  readonly line2: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly countryCode: string
  readonly phone: string
}

export type AddressField = keyof AddressDraft

export const blankAddress = (countryCode: string): AddressDraft => ({
  name: '',
  company: '',
  line1: '',
  line2: '',
  city: '',
  region: '',
  postalCode: '',
  countryCode,
  phone: '',
})

export const toDraft = (address: Address): AddressDraft => {
  const { name, company = '', line1, line2 = '', city, region = '', postalCode = '', countryCode } = address
  return { name, company, line1, line2, city, region, postalCode, countryCode, phone: address.phone ?? '' }
}

/** Fields that were left empty are left out. */
export function toAddress(draft: AddressDraft): Address {
  const filled = Object.entries(draft)
    .map(([field, value]) => [field, value.trim()] as const)
    .filter(([, value]) => value !== '')
  return Object.fromEntries(filled) as unknown as Address
}

/** ISO 3166-2 parts, for countries whose parcels need one. */
const REGIONS: Readonly<Record<string, string>> = {
  US:
    'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND ' +
    'OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY AA AE AP',
  CA: 'AB BC MB NB NL NS NT NU ON PE QC SK YT',
  AU: 'ACT NSW NT QLD SA TAS VIC WA',
}

/** Here the region is part of an address, but may be missing. */
const WITH_REGION = new Set(
  'AE AR BR CL CN CO EG ES HK ID IE IN IT JP KR MX MY NG PE PH TH TR TW UA VE VN'.split(' '),
)

const WITHOUT_POSTAL_CODE = new Set(
  (
    'AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GN GQ GY HK IE JM KE KI KM ' +
    'KN KP LC LY ML MO MR MW NA NR NU PA QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW'
  ).split(' '),
)

/** The parts to choose from; undefined where the region is free text, or none. */
export const regionsOf = (countryCode: string): readonly string[] | undefined =>
  REGIONS[countryCode]?.split(' ')

export const hasRegion = (countryCode: string): boolean =>
  countryCode in REGIONS || WITH_REGION.has(countryCode)

export const needsPostalCode = (countryCode: string): boolean => !WITHOUT_POSTAL_CODE.has(countryCode)

/** Which fields have to be filled in yet, in their order on the page. */
export function missingIn(draft: AddressDraft): AddressField[] {
  const { countryCode } = draft
  const needed: AddressField[] = ['countryCode', 'name', 'line1', 'city']
  if (countryCode in REGIONS) needed.push('region')
  if (needsPostalCode(countryCode)) needed.push('postalCode')
  return needed.filter((field) => draft[field].trim() === '')
}

/** As the shop checks it. */
const EMAIL = /^[^\s@<>",;]{1,64}@[^\s@<>",;.]+(\.[^\s@<>",;.]+)+$/

export const isEmail = (text: string): boolean => EMAIL.test(text.trim())
