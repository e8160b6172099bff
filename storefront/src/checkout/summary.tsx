import { Anchor } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Cart } from '../cart/cart.ts'
import { Picture } from '../cart/cart-line.tsx'
import { CouponField } from '../cart/coupon-field.tsx'
import { LineProblem, problemOf } from '../cart/line-problem.tsx'
import { RefusalAlert } from '../cart/refusal-alert.tsx'
import { Totals } from '../cart/totals.tsx'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './summary.module.css'
import { checkoutTexts } from './texts.ts'

interface SummaryProps {
  readonly cart: Cart
  readonly isShipped: boolean
  readonly isEstimate: boolean
}

/** What is bought and what it comes to: at the side, or folded on a phone. */
export function Summary({ cart, isShipped, isEstimate }: SummaryProps) {
  const t = useTexts(checkoutTexts)
  const money = useMoney()
  const isWide = useMediaQuery('(min-width: 60em)', true, { getInitialValueInEffect: false })
  const [isUnfolded, setUnfolded] = useState(false)
  return (
    <aside className={classes.summary} aria-label={t.summary}>
      <details
        open={isWide || isUnfolded}
        onToggle={(event) => {
          if (!isWide) setUnfolded(event.currentTarget.open)
        }}
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is made for it */}
        <summary
          className={classes.head}
          tabIndex={isWide ? -1 : undefined}
          onClick={(event) => isWide && event.preventDefault()}
        >
          <h2>{t.summary}</h2>
          <span className={classes.sum}>
            {money(cart.totals.total)}
            <ChevronDown size={18} aria-hidden />
          </span>
        </summary>
        <div className={classes.inner}>
          <Lines cart={cart} />
          <Anchor component={Link} to="/cart" size="sm" underline="always" className={classes.edit}>
            {t.editCart}
          </Anchor>
          <CouponField cart={cart} />
          <RefusalAlert />
          <Totals
            of={cart}
            later={cart.shippingAddress ? '–' : t.shippingLater}
            isEstimate={isEstimate}
            {...(isShipped && { shipping: cart.shippingOption?.name ?? null })}
          />
        </div>
      </details>
    </aside>
  )
}

function Lines({ cart }: { cart: Cart }) {
  const money = useMoney()
  return (
    <ul className={classes.lines}>
      {cart.lines.map((line) => (
        <li key={line.variantId}>
          <span className={classes.picture}>
            <Picture src={line.image} />
            <span className={classes.count}>{line.quantity}×</span>
          </span>
          <span className={classes.what}>
            {line.title}
            {line.variantTitle && <small>{line.variantTitle}</small>}
          </span>
          <span className={classes.price}>{line.forSale && money(line.subtotal)}</span>
          {problemOf(cart, line) && <LineProblem line={line} />}
        </li>
      ))}
    </ul>
  )
}
