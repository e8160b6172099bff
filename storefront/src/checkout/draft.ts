import type { Cart } from '../cart/cart.ts'
import type { Contact } from '../cart/changes.ts'
import { type AddressDraft, blankAddress, isEmail, missingIn, toAddress, toDraft } from './address.ts'

/** All that is typed and chosen at the checkout, but for the card: that is chosen anew after a reload. */
export interface Draft {
  /** Who typed it: the account's id, or null for a guest. */
  readonly owner: string | null
  readonly email: string
  readonly shipping: AddressDraft
  readonly billing: AddressDraft
  readonly hasOtherBilling: boolean
  /** Which of the addresses of the account it goes to; null: the one in the form. */
  readonly addressId: string | null
}

/** What is wrong, by the field's place in the form: `email`, `shipping.city`, `billing.name`. */
export type Wrong = Readonly<Record<string, 'missing' | 'invalid'>>

const KEY = 'marketsquare_checkout'

export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What was typed before a reload, or before signing in; never what somebody else typed. */
export function readDraft(storage: TextStorage, me: string | null): Draft | undefined {
  try {
    const draft = JSON.parse(storage.getItem(KEY) ?? '') as Draft
    return draft.owner === null || draft.owner === me ? { ...draft, owner: me } : undefined
  } catch {
    return undefined
  }
}

export const writeDraft = (storage: TextStorage, draft: Draft): void =>
  storage.setItem(KEY, JSON.stringify(draft))

export const dropDraft = (storage: TextStorage): void => storage.removeItem(KEY)

/** What the cart knows already. */
export function draftOf(cart: Cart, owner: string | null): Draft {
  const blank = blankAddress(cart.countryCode)
  return {
    owner,
    email: cart.email ?? '',
    shipping: cart.shippingAddress ? toDraft(cart.shippingAddress) : blank,
    billing: cart.billingAddress ? toDraft(cart.billingAddress) : blank,
    hasOtherBilling: cart.billingAddress !== null,
    addressId: null,
  }
}

export function wrongIn(draft: Draft, isShipped: boolean): Wrong {
  const wrong: Record<string, 'missing' | 'invalid'> = {}
  if (!isEmail(draft.email)) wrong.email = draft.email.trim() ? 'invalid' : 'missing'
  if (isShipped) for (const field of missingIn(draft.shipping)) wrong[`shipping.${field}`] = 'missing'
  if (draft.hasOtherBilling)
    for (const field of missingIn(draft.billing)) wrong[`billing.${field}`] = 'missing'
  return wrong
}

/** What of it can be saved to the cart: whatever is complete. */
export function contactOf(draft: Draft, isShipped: boolean): Contact {
  const isWhole = (address: AddressDraft) => missingIn(address).length === 0
  return {
    ...(isEmail(draft.email) && { email: draft.email.trim() }),
    ...(isShipped && isWhole(draft.shipping) && { shippingAddress: toAddress(draft.shipping) }),
    ...(!draft.hasOtherBilling && { billingAddress: null }),
    ...(draft.hasOtherBilling && isWhole(draft.billing) && { billingAddress: toAddress(draft.billing) }),
  }
}

/** Only what the shop was not told yet; undefined where that is nothing. */
export function newsIn(contact: Contact, told: Contact): Contact | undefined {
  const news = Object.entries(contact).filter(([field, value]) => {
    return JSON.stringify(value) !== JSON.stringify(told[field as keyof Contact])
  })
  return news.length > 0 ? (Object.fromEntries(news) as Contact) : undefined
}

/** The fields that the shop refused, by their places in this form. */
export function wrongBy(fields: readonly string[]): Wrong {
  const place = (field: string) =>
    field.replace(/^shippingAddress\./, 'shipping.').replace(/^billingAddress\./, 'billing.')
  const isNamed = (field: string) => field === 'email' || /^(shipping|billing)Address\../.test(field)
  return Object.fromEntries(fields.filter(isNamed).map((field) => [place(field), 'invalid'] as const))
}
