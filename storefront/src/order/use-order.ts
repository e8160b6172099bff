import { ShopError } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { keptCartId, takeBack } from '../cart/cart-home.ts'
import { forgetCart } from '../cart/cart-state.ts'
import { dropDraft } from '../checkout/draft.ts'
import { keepOrder, keptOrder } from './kept-orders.ts'
import { orderQuery } from './order-query.ts'
import type { Order } from './steps.ts'

interface OrderState {
  readonly order: Order | undefined
  /** Its payment failed, so there is no such order any more. */
  readonly isUndone: boolean
  readonly isMissing: boolean
  readonly error: unknown
  lookAgain(): void
}

/** An order of the visitor's. The token of the address is kept for the tab and taken out of sight. */
export function useOrder(orderId: string, token: string | undefined): OrderState {
  useState(() => token && keepOrder(sessionStorage, orderId, { token }))
  const navigate = useNavigate()
  useEffect(() => {
    if (token === undefined) return
    keepOrder(sessionStorage, orderId, { token })
    void navigate({ to: '/orders/$orderId', params: { orderId }, search: {}, replace: true })
  }, [token, orderId, navigate])

  const { data: order, error, refetch } = useQuery(orderQuery(orderId))
  const isMissing = error instanceof ShopError && error.status === 404
  const isUndone =
    isMissing && Boolean(order?.status === 'pending' || keptOrder(sessionStorage, orderId).isPending)
  useEffect(() => {
    const { cartId } = keptOrder(sessionStorage, orderId)
    if (!isUndone || !cartId) return
    // Once: who looks at this page again may have another cart by then.
    keepOrder(sessionStorage, orderId, { cartId: undefined })
    void takeBack(cartId)
  }, [isUndone, orderId])
  useEffect(() => {
    if (order && !isMissing) remember(order)
  }, [order, isMissing])
  return { order, isUndone, isMissing, error, lookAgain: () => void refetch() }
}

function remember({ id, cartId, status }: Order): void {
  const isHere = keptCartId() === cartId || keptOrder(sessionStorage, id).isPending
  keepOrder(sessionStorage, id, { cartId, isPending: status === 'pending' })
  if (status === 'pending' || !isHere) return
  if (keptCartId() === cartId) dropDraft(sessionStorage)
  forgetCart(cartId)
}
