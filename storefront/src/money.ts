import type { Money } from '@marketsquare/sdk'
import { useLanguage } from './language.tsx'
import { toText } from './money-text.ts'

/** Writes amounts in the visitor's language. */
export function useMoney(): (money: Money) => string {
  const { locale } = useLanguage()
  return (money) => toText(money, locale)
}
