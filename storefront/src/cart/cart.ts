import type { Money, Schemas } from '@marketsquare/sdk'

export type Cart = Schemas['Cart']
export type CartLine = Schemas['CartLine']

/** What a card or a product page knows of what is put into the cart, to show it before the shop answers. */
export interface Wanted {
  readonly variantId: string
  readonly quantity: number
  readonly productId: string
  readonly handle: string
  readonly title: string
  readonly variantTitle: string | null
  readonly image: string | null
  readonly unitPrice: Money
}

/** How many pieces lie in a cart. */
export const countOf = (cart: Cart | null): number =>
  cart?.lines.reduce((count, { quantity }) => count + quantity, 0) ?? 0
