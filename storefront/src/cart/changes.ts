import type { BodyOf } from '@marketsquare/sdk'
import { shop } from '../shop.ts'
import type { Cart } from './cart.ts'
import type { Change } from './change-queue.ts'
import { estimateQuantity, estimateRemoval } from './estimate.ts'

const asIs = (cart: Cart): Cart => cart

/** The line of a variant by now; its id may have come with the answer to the change before. */
function lineOf({ lines }: Cart, variantId: string): string | undefined {
  return lines.find((line) => line.variantId === variantId)?.id
}

export const setQuantity = (variantId: string, quantity: number): Change => ({
  slot: `line ${variantId}`,
  estimate: estimateQuantity(variantId, quantity),
  async send(cart) {
    const lineId = lineOf(cart, variantId)
    if (!lineId) return cart
    return shop.patch('/carts/{cartId}/lines/{lineId}', {
      path: { cartId: cart.id, lineId },
      body: { quantity },
    })
  },
})

export const removeLine = (variantId: string): Change => ({
  slot: `line ${variantId}`,
  estimate: estimateRemoval(variantId),
  async send(cart) {
    const lineId = lineOf(cart, variantId)
    if (!lineId) return cart
    return shop.delete('/carts/{cartId}/lines/{lineId}', { path: { cartId: cart.id, lineId } })
  },
})

export const addCoupon = (code: string): Change => ({
  estimate: asIs,
  send: ({ id: cartId }) => shop.post('/carts/{cartId}/coupons', { path: { cartId }, body: { code } }),
})

export const removeCoupon = (code: string): Change => ({
  estimate: (cart) => ({ ...cart, coupons: cart.coupons.filter((coupon) => coupon.code !== code) }),
  send: ({ id: cartId }) => shop.delete('/carts/{cartId}/coupons/{code}', { path: { cartId, code } }),
})

export type Contact = BodyOf<'patch', '/carts/{cartId}'>

export const saveContact = (contact: Contact): Change => ({
  slot: `contact ${Object.keys(contact)}`,
  estimate: asIs,
  send: ({ id: cartId }) => shop.patch('/carts/{cartId}', { path: { cartId }, body: contact }),
})

export const chooseShipping = (id: string): Change => ({
  slot: 'shipping',
  estimate: asIs,
  send: ({ id: cartId }) => shop.put('/carts/{cartId}/shipping-option', { path: { cartId }, body: { id } }),
})

/** The cart at today's prices, after the changes before. */
export const readAgain = (): Change => ({
  slot: 'read',
  estimate: asIs,
  send: ({ id: cartId }) => shop.get('/carts/{cartId}', { path: { cartId } }),
})
