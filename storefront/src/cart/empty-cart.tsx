import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ShoppingBag } from 'lucide-react'
import { useTexts } from '../language.tsx'
import classes from './cart.module.css'
import { cartTexts } from './texts.ts'

interface EmptyCartProps {
  readonly orderId: string | null
  onLeave?(): void
}

/** Nothing in it: or it is being paid for, and the next one is empty yet. */
export function EmptyCart({ orderId, onLeave }: EmptyCartProps) {
  const t = useTexts(cartTexts)
  return (
    <div className={classes.empty}>
      <ShoppingBag size={40} strokeWidth={1.25} aria-hidden />
      <strong>{orderId ? t.ordered : t.empty}</strong>
      <p>{orderId ? t.orderedHint : t.emptyHint}</p>
      {orderId && (
        <Button component={Link} to={`/orders/${orderId}`} onClick={onLeave}>
          {t.viewOrder}
        </Button>
      )}
      <Button component={Link} to="/" variant={orderId ? 'default' : 'filled'} onClick={onLeave}>
        {t.browse}
      </Button>
    </div>
  )
}
