import { countryName } from '../../countries.ts'
import { formatMoney } from '../../money.ts'
import type { Rate, Zone } from './zone-wish.ts'

const placeName = (code: string): string => (code === '*' ? 'Rest of the world' : countryName(code))

/** `Germany`, `CA, United States`, `Postcodes SW1…, United Kingdom`: places of a zone, as people say it. */
export const placesOf = ({ countries, regions, postcodes }: Zone): string[] => [
  ...countries.map(placeName),
  ...regions.map(({ country, region }) => `${region}, ${countryName(country)}`),
  ...postcodes.map(({ country, prefix }) => `Postcodes ${prefix}…, ${countryName(country)}`),
]

/** `$10.00`, or from the cheapest step to the dearest. */
export function priceText({ price }: Rate): string {
  if (price.type === 'flat') return price.amount.amount === 0 ? 'Free' : formatMoney(price.amount)
  const amounts = price.steps.map(({ amount }) => amount).sort((a, b) => a.amount - b.amount)
  const [least, most] = [amounts[0], amounts.at(-1)]
  if (!least || !most) return ''
  return least.amount === most.amount ? formatMoney(least) : `${formatMoney(least)} – ${formatMoney(most)}`
}

const HOW = { flat: 'one price', by_weight: 'by weight', by_price: 'by value of the goods' } as const

/** `by weight · free over $100.00 · 3–6 days` */
export const rateText = (rate: Rate): string =>
  [
    HOW[rate.price.type],
    rate.freeOver && `free over ${formatMoney(rate.freeOver)}`,
    daysText(rate.minDays, rate.maxDays),
  ]
    .filter(Boolean)
    .join(' · ')

export function daysText(least: number | null | undefined, most: number | null | undefined): string {
  const [from, to] = [least ?? most, most ?? least]
  if (from === null || from === undefined || to === null || to === undefined) return ''
  if (from !== to) return `${from}–${to} days`
  return from === 1 ? '1 day' : `${from} days`
}

/** `DE` → `Germany`, `the region CA of US` → `the region CA of United States`. */
export const becauseText = (because: string): string =>
  because.replace(/(^|of )([A-Z]{2})$/, (_all, before: string, code: string) => before + countryName(code))
