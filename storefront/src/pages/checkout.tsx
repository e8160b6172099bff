import { Container, Skeleton, Stack } from '@mantine/core'
import { useState } from 'react'
import { EmptyCart } from '../cart/empty-cart.tsx'
import { useCart } from '../cart/use-cart.ts'
import classes from '../checkout/checkout.module.css'
import { CheckoutForm } from '../checkout/checkout-form.tsx'
import { openPurchase } from '../checkout/purchase.ts'
import { Resume } from '../checkout/resume.tsx'
import { checkoutTexts } from '../checkout/texts.ts'
import { FaultAlert } from '../components/fault-alert.tsx'
import { PageTitle } from '../components/page-title.tsx'
import { useTexts } from '../language.tsx'

export function CheckoutPage() {
  const t = useTexts(checkoutTexts)
  return (
    <Container size="var(--shop-page-width)" py="xl">
      <PageTitle>{t.title}</PageTitle>
      <Content />
    </Container>
  )
}

function Content() {
  const { cart, isKnown, isEstimate, orderId, error } = useCart()
  const [hasOpen, setOpen] = useState(() => openPurchase(sessionStorage) !== undefined)
  if (!isKnown) return error ? <FaultAlert error={error} /> : <Waiting />
  if (cart && cart.id !== '' && cart.lines.length > 0) {
    // Another cart, after signing in, is another form.
    return <CheckoutForm key={cart.id} cart={cart} isEstimate={isEstimate} />
  }
  if (hasOpen) return <Resume onNothing={() => setOpen(false)} />
  return <EmptyCart orderId={orderId} />
}

const Waiting = () => (
  <div className={classes.page} aria-hidden>
    <Stack gap="xl">
      <Skeleton height={110} />
      <Skeleton height={360} />
      <Skeleton height={160} />
    </Stack>
    <Skeleton height={320} radius="lg" />
  </div>
)
