import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { shop } from '../shop.ts'
import { type Cart, countOf, type Wanted } from './cart.ts'
import { cartQuery, cartState, changeCartOrTell, knownCart, setCartState, subscribe } from './cart-state.ts'
import type { Change } from './change-queue.ts'
import { blankCart, estimateAddition } from './estimate.ts'

export type { Cart, CartLine, Wanted } from './cart.ts'

interface VisitorsCart {
  /** `null` where there is none yet. With what was asked for just now, before the shop has answered. */
  readonly cart: Cart | null
  /** How many pieces are in it. */
  readonly count: number
  /** False as long as the shop was not asked. */
  readonly isKnown: boolean
  /** While the shop works out what a change does to discounts, shipping and tax. */
  readonly isEstimate: boolean
  /** The order that the last cart became, or is about to become. */
  readonly orderId: string | null
  /** Why it could not be read. */
  readonly error: unknown
}

export const useCartState = () => useSyncExternalStore(subscribe, cartState)

/** The visitor's cart. It is asked for once the page is painted. */
export function useCart(): VisitorsCart {
  const { error } = useQuery({
    ...cartQuery,
    enabled: useIsPainted(),
    notifyOnChangeProps: ['data', 'error'],
  })
  const { pending } = useCartState()
  // The query tells of an answer a moment later than the queue: between the two, a line would jump back.
  const known = knownCart()
  return useMemo(() => {
    const isClosed = Boolean(known?.orderId)
    const cart = estimateAll(isClosed ? null : (known ?? null), pending)
    const orderId = isClosed ? (known?.orderId ?? null) : null
    const isKnown = known !== undefined
    return { cart, count: countOf(cart), isKnown, isEstimate: pending.length > 0, orderId, error }
  }, [known, pending, error])
}

function estimateAll(cart: Cart | null, pending: readonly Change[]): Cart | null {
  if (pending.length === 0) return cart
  const estimated = pending.reduce((next, { estimate }) => estimate(next), cart ?? blankCart(''))
  const currency = estimated.lines[0]?.unitPrice.currency
  if (cart || !currency) return cart ? estimated : null
  const { subtotal } = estimated.totals
  const totals = { ...blankCart(currency).totals, subtotal: { ...subtotal, currency } }
  return { ...estimated, currency, totals }
}

let isPainted = false

function useIsPainted(): boolean {
  const [is, set] = useState(isPainted)
  useEffect(() => {
    if (is) return
    const wake = () => {
      isPainted = true
      set(true)
    }
    // Safari has no requestIdleCallback.
    const timer = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(wake), 0)
    return () => clearTimeout(timer)
  }, [is])
  return is
}

/** Puts something into the cart, at once on the screen; what the shop refuses is taken back and told. */
export async function addToCart(wanted: Wanted): Promise<void> {
  setCartState({ isOpen: true })
  await changeCartOrTell(addition(wanted), wanted.title)
  // Also to who has closed the drawer meanwhile.
  if (cartState().refusal) setCartState({ isOpen: true })
}

const addition = (wanted: Wanted): Change => ({
  estimate: estimateAddition(wanted),
  beginsAnew: true,
  send: ({ id: cartId }) => {
    const { variantId, quantity } = wanted
    return shop.post('/carts/{cartId}/lines', { path: { cartId }, body: { variantId, quantity } })
  },
})

const open = () => setCartState({ isOpen: true })
const close = () => setCartState({ isOpen: false, refusal: null })

/** The drawer at the side that shows the cart. */
export function useCartDrawer(): { readonly isOpen: boolean; open(): void; close(): void } {
  const { isOpen } = useCartState()
  return { isOpen, open, close }
}
