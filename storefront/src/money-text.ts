import { digitsOf, type Money } from '@marketsquare/sdk'

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  let format = formats.get(key)
  if (!format) {
    const digits = digitsOf(currency)
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, format)
  }
  return format
}

/** An amount as people of a locale write it, with all the digits that are charged. */
export const toText = ({ amount, currency }: Money, locale: string): string =>
  formatOf(locale, currency).format(amount / 10 ** digitsOf(currency))
