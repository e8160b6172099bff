/** A guest's key to an order, for as long as the tab is open: it should not stay in the address. */
export interface KeptOrder {
  readonly token?: string
  readonly cartId?: string | undefined
  /** While its payment is undecided: if it is gone then, the payment failed. */
  readonly isPending?: boolean
}

type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const KEY = 'marketsquare_orders'

function readAll(storage: TextStorage): Record<string, KeptOrder> {
  try {
    return JSON.parse(storage.getItem(KEY) ?? '{}') as Record<string, KeptOrder>
  } catch {
    return {}
  }
}

export const keptOrder = (storage: TextStorage, orderId: string): KeptOrder => readAll(storage)[orderId] ?? {}

/** Adds to what is known of an order. */
export function keepOrder(storage: TextStorage, orderId: string, part: KeptOrder): void {
  const all = readAll(storage)
  storage.setItem(KEY, JSON.stringify({ ...all, [orderId]: { ...all[orderId], ...part } }))
}

/** Who signs out leaves no key behind. */
export const forgetOrders = (storage: TextStorage): void => storage.removeItem(KEY)
