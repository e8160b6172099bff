import { Button, Container, Skeleton, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import classes from '../cart/cart.module.css'
import type { Cart } from '../cart/cart.ts'
import { CartLines } from '../cart/cart-line.tsx'
import { CartStatus } from '../cart/cart-status.tsx'
import { CouponField } from '../cart/coupon-field.tsx'
import { EmptyCart } from '../cart/empty-cart.tsx'
import { RefusalAlert } from '../cart/refusal-alert.tsx'
import { cartTexts } from '../cart/texts.ts'
import { Totals } from '../cart/totals.tsx'
import { useCart } from '../cart/use-cart.ts'
import { FaultAlert } from '../components/fault-alert.tsx'
import { PageTitle } from '../components/page-title.tsx'
import { useTexts } from '../language.tsx'

export function CartPage() {
  const t = useTexts(cartTexts)
  const { cart, isKnown, isEstimate, orderId, error } = useCart()
  const isFilled = cart !== null && cart.lines.length > 0
  return (
    <Container size="var(--shop-page-width)" py="xl">
      <PageTitle>{t.title}</PageTitle>
      <CartStatus cart={cart} />
      <Stack gap="md" mt="sm">
        <RefusalAlert />
        {!isKnown && <FaultAlert error={error} />}
      </Stack>
      {isFilled && <Filled cart={cart} isEstimate={isEstimate} />}
      {isKnown && !isFilled && <EmptyCart orderId={orderId} />}
      {!isKnown && !isFilled && !error && <Waiting />}
    </Container>
  )
}

function Filled({ cart, isEstimate }: { cart: Cart; isEstimate: boolean }) {
  const t = useTexts(cartTexts)
  const isShipped = cart.lines.some(({ requiresShipping }) => requiresShipping)
  return (
    <div className={classes.page}>
      <CartLines cart={cart} />
      <section className={classes.summary} aria-label={t.total}>
        <CouponField cart={cart} />
        <Totals
          of={cart}
          isEstimate={isEstimate}
          {...(isShipped && { shipping: cart.shippingOption?.name ?? null })}
        />
        <Stack gap="xs">
          <Button component={Link} to="/checkout" size="md">
            {t.checkout}
          </Button>
          <Button component={Link} to="/" variant="subtle">
            {t.keepShopping}
          </Button>
        </Stack>
      </section>
    </div>
  )
}

const Waiting = () => (
  <div className={classes.page} aria-hidden>
    <Stack gap="md">
      <Skeleton height={112} />
      <Skeleton height={112} />
    </Stack>
    <Skeleton height={300} radius="lg" />
  </div>
)
