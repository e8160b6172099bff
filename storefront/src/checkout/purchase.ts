import type { TextStorage } from './draft.ts'

/** One decision to buy. The same decision has the same key, however often it is sent. */
export interface Purchase {
  readonly key: string
  readonly cartId: string
  /** Of the cart that was seen. */
  readonly version: number
  readonly payment: { readonly provider: string; readonly token: string }
}

const KEY = 'marketsquare_purchase'

/** The purchase that was sent and not answered, also before a reload. */
export function openPurchase(storage: TextStorage): Purchase | undefined {
  try {
    return JSON.parse(storage.getItem(KEY) ?? '') as Purchase
  } catch {
    return undefined
  }
}

/** Kept before it is sent: whatever breaks, it is found again. */
export function beginPurchase(
  storage: TextStorage,
  wish: Omit<Purchase, 'key'>,
  newKey: () => string,
): Purchase {
  const open = openPurchase(storage)
  if (open && isSame(open, wish)) return open
  const purchase = { ...wish, key: newKey() }
  storage.setItem(KEY, JSON.stringify(purchase))
  return purchase
}

/** There is an answer. */
export const endPurchase = (storage: TextStorage): void => storage.removeItem(KEY)

export const isSame = (one: Omit<Purchase, 'key'>, other: Omit<Purchase, 'key'>): boolean =>
  one.cartId === other.cartId &&
  one.version === other.version &&
  one.payment.provider === other.payment.provider &&
  one.payment.token === other.payment.token
