import { digitsOf, type Money } from '@marketsquare/sdk'

export { digitsOf }

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string): Intl.NumberFormat {
  const digits = digitsOf(currency)
  const known =
    formats.get(currency) ??
    new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
  formats.set(currency, known)
  return known
}

export const toMajor = (minor: number, currency: string): number => minor / 10 ** digitsOf(currency)

export const toMinor = (major: number, currency: string): number =>
  Math.round(major * 10 ** digitsOf(currency))

/** `$19.99` */
export const formatMoney = ({ amount, currency }: Money): string =>
  formatOf(currency).format(toMajor(amount, currency))

/** `$` or `CHF`, as it stands before amounts. */
export const symbolOf = (currency: string): string =>
  formatOf(currency)
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency
