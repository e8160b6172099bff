import { ShopError } from '@marketsquare/sdk'
import { useExplain } from '../faults.ts'
import { useTexts } from '../language.tsx'
import { cartTexts } from './texts.ts'

/** Why the shop would not change the cart so, as a person understands it. */
export function useRefusalText(): (error: unknown) => string {
  const t = useTexts(cartTexts)
  const explain = useExplain()
  const known: Readonly<Record<string, string>> = {
    'cart.no_such_variant': t.noSuchVariant,
    'cart.full': t.full,
    'cart.too_many': t.tooMany,
    'cart.coupons_full': t.couponsFull,
    'cart.closed': t.gone,
    'cart.missing': t.gone,
  }
  return (error) => (error instanceof ShopError && known[error.code]) || explain(error)
}
