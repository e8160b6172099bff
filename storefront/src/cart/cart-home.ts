import { ShopError } from '@marketsquare/sdk'
import { meQuery } from '../account/use-me.ts'
import { queries } from '../queries.ts'
import { shop } from '../shop.ts'
import type { Cart } from './cart.ts'

const KEY = 'marketsquare_cart'

/** The id of a guest's cart is its secret, so it stays in this browser. */
export const keptCartId = (): string | null => localStorage.getItem(KEY)

export function keepCartId(id: string | null): void {
  if (id === null) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, id)
}

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof ShopError && codes.includes(error.code)

const isGone = (error: unknown) => hasCode(error, 'cart.missing', 'cart.closed')

const isSignedIn = async () => (await queries.ensureQueryData(meQuery)) !== null

/** The visitor's cart, if there is one. What a guest had gathered goes into the cart of who signs in. */
export async function loadCart(): Promise<Cart | null> {
  const cartId = keptCartId()
  if (await isSignedIn()) return (cartId !== null && (await merged(cartId))) || shop.get('/me/cart')
  if (cartId === null) return null
  try {
    return await shop.get('/carts/{cartId}', { path: { cartId } })
  } catch (error) {
    if (!isGone(error)) throw error
    keepCartId(null)
    return null
  }
}

/** Undefined where there is nothing to merge, or where one cart cannot hold all of it: then both stay. */
async function merged(cartId: string): Promise<Cart | undefined> {
  try {
    const cart = await shop.post('/me/cart/merge', { body: { cartId } })
    keepCartId(null)
    return cart
  } catch (error) {
    if (isGone(error)) keepCartId(null)
    else if (!(error instanceof ShopError) || error.status >= 500) throw error
    return undefined
  }
}

/** A cart to put something into, where there is none or the last one was ordered. */
export async function openCart(): Promise<Cart> {
  if (await isSignedIn()) return shop.get('/me/cart')
  const cart = await shop.post('/carts', { body: {} })
  keepCartId(cart.id)
  return cart
}

/** The cart of an order that did not come to be is open again: it becomes the visitor's cart once more. */
export async function takeBack(cartId: string): Promise<void> {
  keepCartId(cartId)
  await queries.invalidateQueries({ queryKey: ['cart'] })
}
