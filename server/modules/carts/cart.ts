import { isDeepStrictEqual } from 'node:util'
import type { Instant } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import type { Money } from '#kernel/money.ts'
import type { Address } from '#modules/profiles/index.ts'
import type { Document } from '#store/collection.ts'
import { cartFaults } from './faults.ts'
import type { Seen } from './quote.ts'

/** What a customer is about to buy. Prices are not the cart's: they come with its quote. */
export interface Cart extends Document {
  readonly currency: string
  /**
   * Set when a signed-in customer opened it; then nobody else can see it. A guest's cart is held by knowing
   * its id.
   */
  readonly customerId: string | null
  /** Where it would go, as long as there is no address. */
  readonly countryCode: string
  readonly email: string | null
  readonly shippingAddress: Address | null
  readonly billingAddress: Address | null
  readonly lines: readonly CartLine[]
  /** Codes as the promotion spells them, in the order they were given. */
  readonly coupons: readonly string[]
  readonly shippingOptionId: string | null
  /** What the customer was shown last. Checkout sells at this or refuses. */
  readonly seen: Seen
  /** What its last versions changed, so that a checkout of an older one can say what is new. */
  readonly trail: readonly TrailEntry[]
  /** The order that this cart became or is becoming; then it takes no more changes. */
  readonly checkout: Closure | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface CartLine {
  readonly id: string
  readonly productId: string
  readonly variantId: string
  readonly quantity: number
}

export interface Closure {
  readonly orderId: string
  readonly at: Instant
}

export interface TrailEntry {
  readonly version: number
  /** `lines`, `coupons`, `shippingAddress`, … or `prices` where the shop changed them. */
  readonly changed: readonly string[]
  readonly total: Money
}

/** A cart before it is quoted: what the transitions below make. */
export type Draft = Omit<Cart, 'seen'>

export const LINES_MAX = 100
export const QUANTITY_MAX = 10_000
export const COUPONS_MAX = 5
const TRAIL_MAX = 8

export interface NewCart {
  readonly currency: string
  readonly countryCode: string
  readonly customerId: string | null
  readonly email: string | null
}

export const openCart = (init: NewCart, now: Instant): Draft => ({
  id: newId('cart', { now: () => now }),
  revision: 0,
  ...init,
  shippingAddress: null,
  billingAddress: null,
  lines: [],
  coupons: [],
  shippingOptionId: null,
  trail: [],
  checkout: null,
  createdAt: now,
  updatedAt: now,
})

const CUSTOMERS_FIELDS = [
  'email',
  'shippingAddress',
  'billingAddress',
  'lines',
  'coupons',
  'shippingOptionId',
] as const

/** What of the customer's own differs between two states of a cart. */
export const changedFields = (next: Draft, before: Draft): string[] =>
  CUSTOMERS_FIELDS.filter((field) => !isDeepStrictEqual(next[field], before[field]))

/** The trail with the version that is about to be saved: `next` as it came from `before`, at this total. */
export function trailOf(next: Draft, before: Draft, total: Money): TrailEntry[] {
  const changed = changedFields(next, before)
  const entry = { version: next.revision + 1, changed: changed.length > 0 ? changed : ['prices'], total }
  return [...next.trail.slice(1 - TRAIL_MAX), entry]
}

/** Adds to the line that already holds this variant, or makes a new one at the end. */
export function addLine<C extends Draft>(cart: C, item: Omit<CartLine, 'id'>): C {
  const same = cart.lines.find((line) => line.variantId === item.variantId)
  if (same) return setQuantity(cart, same.id, same.quantity + item.quantity)
  if (cart.lines.length >= LINES_MAX) throw cartFaults.full()
  const line = { id: newId('line'), ...item, quantity: checkedQuantity(item.quantity) }
  return { ...cart, lines: [...cart.lines, line] }
}

export function setQuantity<C extends Draft>(cart: C, lineId: string, quantity: number): C {
  needLine(cart, lineId)
  const change = (line: CartLine) =>
    line.id === lineId ? { ...line, quantity: checkedQuantity(quantity) } : line
  return { ...cart, lines: cart.lines.map(change) }
}

export function removeLine<C extends Draft>(cart: C, lineId: string): C {
  needLine(cart, lineId)
  return { ...cart, lines: cart.lines.filter((line) => line.id !== lineId) }
}

export interface Contact {
  readonly email?: string | null
  readonly shippingAddress?: Address | null
  readonly billingAddress?: Address | null
}

/** Sets what is named and leaves the rest. A new shipping country also becomes the cart's country. */
export const setContact = <C extends Draft>(cart: C, contact: Contact): C => ({
  ...cart,
  ...contact,
  countryCode: contact.shippingAddress?.countryCode ?? cart.countryCode,
})

export function addCoupon<C extends Draft>(cart: C, code: string): C {
  if (cart.coupons.includes(code)) return cart
  if (cart.coupons.length >= COUPONS_MAX) throw cartFaults.couponsFull()
  return { ...cart, coupons: [...cart.coupons, code] }
}

export function removeCoupon<C extends Draft>(cart: C, code: string): C {
  if (!cart.coupons.includes(code))
    throw cartFaults.noSuchCoupon({ message: `"${code}" is not on this cart.` })
  return { ...cart, coupons: cart.coupons.filter((each) => each !== code) }
}

export const chooseShipping = <C extends Draft>(cart: C, shippingOptionId: string): C => ({
  ...cart,
  shippingOptionId,
})

/** From here on the cart belongs to that order and takes no more changes. */
export const closeFor = <C extends Draft>(cart: C, checkout: Closure): C => ({ ...cart, checkout })

/** Gives the cart back to its customer: the payment did not go through. */
export const reopen = <C extends Draft>(cart: C): C => ({ ...cart, checkout: null })

/** Raises `cart.closed` for a cart that became an order. */
export function needOpen<C extends Draft>(cart: C): C {
  if (!cart.checkout) return cart
  throw cartFaults.closed({ details: { orderId: cart.checkout.orderId } })
}

function needLine(cart: Draft, lineId: string): void {
  if (cart.lines.some((line) => line.id === lineId)) return
  throw cartFaults.noSuchLine({ message: `This cart has no line ${lineId}.` })
}

function checkedQuantity(quantity: number): number {
  if (quantity <= QUANTITY_MAX) return quantity
  throw cartFaults.tooMany({ message: `${quantity} of one item is over the limit of ${QUANTITY_MAX}.` })
}
