import { Button } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { FaultAlert } from '../components/fault-alert.tsx'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import type { Cart } from './cart.ts'
import { CartLines } from './cart-line.tsx'
import { CartStatus } from './cart-status.tsx'
import classes from './drawer.module.css'
import { EmptyCart } from './empty-cart.tsx'
import { RefusalAlert } from './refusal-alert.tsx'
import { cartTexts } from './texts.ts'
import { useCart, useCartDrawer } from './use-cart.ts'

/** The drawer with the cart; the layout loads it when it is first opened. */
export function CartDrawer() {
  const t = useTexts(cartTexts)
  const { isOpen, close } = useCartDrawer()
  const dialog = useRef<HTMLDialogElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useEffect(() => {
    // The browser keeps the focus within, and gives it back to where it was.
    if (isOpen && !dialog.current?.open) dialog.current?.showModal()
    if (!isOpen) dialog.current?.close()
    return isOpen ? holdPage() : undefined
  }, [isOpen])
  const shownAt = useRef(path)
  useEffect(() => {
    if (shownAt.current !== path) close()
    shownAt.current = path
  }, [path, close])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it already
    <dialog
      ref={dialog}
      className={classes.drawer}
      aria-labelledby="cart-drawer-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === event.currentTarget) close()
      }}
    >
      <div className={classes.inner}>
        <div className={classes.head}>
          <h2 id="cart-drawer-title">{t.title}</h2>
          <button type="button" className={classes.close} aria-label={t.close} onClick={close}>
            <X size={22} aria-hidden />
          </button>
        </div>
        {isOpen && <Content onLeave={close} />}
      </div>
    </dialog>
  )
}

/** The page behind does not scroll meanwhile, nor widen by its scrollbar. */
function holdPage(): () => void {
  const { style, clientWidth } = document.documentElement
  style.paddingInlineEnd = `${window.innerWidth - clientWidth}px`
  style.overflow = 'hidden'
  return () => {
    style.paddingInlineEnd = ''
    style.overflow = ''
  }
}

function Content({ onLeave }: { onLeave(): void }) {
  const { cart, isKnown, orderId, error } = useCart()
  return (
    <>
      <CartStatus cart={cart} />
      <div className={classes.body}>
        <RefusalAlert />
        {!isKnown && <FaultAlert error={error} />}
        {cart && cart.lines.length > 0 && <CartLines cart={cart} onLeave={onLeave} />}
        {isKnown && !cart?.lines.length && <EmptyCart orderId={orderId} onLeave={onLeave} />}
      </div>
      {cart && cart.lines.length > 0 && <Foot cart={cart} onLeave={onLeave} />}
    </>
  )
}

function Foot({ cart, onLeave }: { cart: Cart; onLeave(): void }) {
  const t = useTexts(cartTexts)
  const money = useMoney()
  return (
    <div className={classes.foot}>
      <div className={classes.sum}>
        <span>{t.subtotal}</span>
        <strong>{money(cart.totals.subtotal)}</strong>
      </div>
      <p>{t.laterHint}</p>
      <div className={classes.ways}>
        <Button component={Link} to="/cart" variant="default" size="md" onClick={onLeave}>
          {t.view}
        </Button>
        <Button component={Link} to="/checkout" size="md" onClick={onLeave}>
          {t.checkout}
        </Button>
      </div>
    </div>
  )
}
