import type { Schemas } from '@marketsquare/sdk'
import { hasCode } from '../cart/cart-home.ts'
import { keepOrder } from '../order/kept-orders.ts'
import { shop } from '../shop.ts'
import { beginPurchase, endPurchase, isSame, openPurchase, type Purchase } from './purchase.ts'
import { isUnanswered } from './trouble.ts'

export type Order = Schemas['Order']

/**
 * Makes an order of a cart, once: a purchase whose answer was lost is asked for again before anything else is
 * bought, and the same purchase has the same key.
 */
export async function buy(wish: Omit<Purchase, 'key'>): Promise<Order> {
  const open = openPurchase(sessionStorage)
  const order = open && !isSame(open, wish) ? await finishOpen() : undefined
  return order ?? send(beginPurchase(sessionStorage, wish, newKey))
}

/** What became of the purchase whose answer was lost; undefined where it never arrived. */
export async function finishOpen(): Promise<Order | undefined> {
  const open = openPurchase(sessionStorage)
  if (!open) return undefined
  // A purchase closes its cart. As long as that is open, nothing was bought.
  if (await isClosed(open.cartId)) return send(open)
  endPurchase(sessionStorage)
  return undefined
}

async function isClosed(cartId: string): Promise<boolean> {
  try {
    const { orderId } = await shop.get('/carts/{cartId}', { path: { cartId } })
    return orderId !== null
  } catch (error) {
    if (hasCode(error, 'cart.missing')) return false
    throw error
  }
}

async function send({ key, cartId, ...body }: Purchase): Promise<Order> {
  try {
    const order = await shop.post('/carts/{cartId}/checkout', { path: { cartId }, body, key })
    endPurchase(sessionStorage)
    const { id, token, status } = order
    keepOrder(sessionStorage, id, { cartId, isPending: status === 'pending', ...(token && { token }) })
    return order
  } catch (error) {
    if (!isUnanswered(error)) endPurchase(sessionStorage)
    throw error
  }
}

/** `crypto.randomUUID` is missing from pages that came without TLS. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
