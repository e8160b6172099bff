import type { Money } from '@marketsquare/sdk'
import { useLanguage } from './language.tsx'

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency })
    formats.set(key, format)
  }
  return format
}

/** An amount as people of a locale write it, with the currency's own number of digits. */
export function toText({ amount, currency }: Money, locale: string): string {
  const format = formatOf(locale, currency)
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}

/** Writes amounts in the visitor's language. */
export function useMoney(): (money: Money) => string {
  const { locale } = useLanguage()
  return (money) => toText(money, locale)
}
