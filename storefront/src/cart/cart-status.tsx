import { VisuallyHidden } from '@mantine/core'
import { useRef } from 'react'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import { type Cart, countOf } from './cart.ts'
import { cartTexts } from './texts.ts'

/** Tells who cannot see it what became of the cart. Silent until something changes. */
export function CartStatus({ cart }: { cart: Cart | null }) {
  const t = useTexts(cartTexts)
  const money = useMoney()
  const text = cart && cart.lines.length > 0 ? t.status(countOf(cart), money(cart.totals.subtotal)) : t.empty
  const first = useRef(text)
  const isNews = useRef(false)
  if (text !== first.current) isNews.current = true
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {isNews.current ? text : ''}
    </VisuallyHidden>
  )
}
