import { Alert } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { useTexts } from '../language.tsx'
import { setCartState } from './cart-state.ts'
import { cartTexts } from './texts.ts'
import { useCartState } from './use-cart.ts'
import { useRefusalText } from './use-refusal-text.ts'

/** What the shop would not do with the cart, and why. */
export function RefusalAlert() {
  const t = useTexts(cartTexts)
  const explain = useRefusalText()
  const { refusal } = useCartState()
  if (!refusal) return null
  return (
    <Alert
      role="alert"
      color="red"
      icon={<CircleAlert aria-hidden />}
      title={refusal.title === undefined ? t.refusedChange : t.refused(refusal.title)}
      withCloseButton
      closeButtonLabel={t.dismiss}
      onClose={() => setCartState({ refusal: null })}
    >
      {explain(refusal.error)}
    </Alert>
  )
}
