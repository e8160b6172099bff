import { queryOptions } from '@tanstack/react-query'
import { queries } from '../queries.ts'
import type { Cart } from './cart.ts'
import { hasCode, keepCartId, keptCartId, loadCart, openCart } from './cart-home.ts'
import { type Change, createChangeQueue } from './change-queue.ts'

const queryKey = ['cart'] as const

/** What was refused, for the drawer and the cart's page to explain. */
export interface Refusal {
  readonly error: unknown
  /** What it was about, where it has a name. */
  readonly title?: string
}

interface CartState {
  readonly pending: readonly Change[]
  readonly refusal: Refusal | null
  readonly isOpen: boolean
}

let state: CartState = { pending: [], refusal: null, isOpen: false }
const listeners = new Set<() => void>()

export const cartState = (): CartState => state

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setCartState(part: Partial<CartState>): void {
  state = { ...state, ...part }
  for (const listener of listeners) listener()
}

const queue = createChangeQueue({ perform, onChange: () => setCartState({ pending: queue.pending }) })

export const cartQuery = queryOptions({
  queryKey,
  async queryFn(): Promise<Cart | null> {
    // An answer from before a change would take it off the screen again.
    await queue.settled()
    return loadCart()
  },
})

/** As the shop said last; undefined as long as it was not asked. */
export const knownCart = (): Cart | null | undefined => queries.getQueryData(cartQuery.queryKey)

async function perform(change: Change): Promise<Cart> {
  await queries.cancelQueries({ queryKey })
  const known = knownCart() ?? (await loadCart())
  try {
    const isOpen = known !== null && (known.orderId === null || !change.beginsAnew)
    return keep(await change.send(isOpen ? known : await openCart()))
  } catch (error) {
    if (!change.beginsAnew || !hasCode(error, 'cart.missing', 'cart.closed')) throw error
    return keep(await change.send(await openCart()))
  }
}

const channel = new BroadcastChannel('marketsquare_cart')

function keep(cart: Cart): Cart {
  queries.setQueryData(cartQuery.queryKey, cart)
  channel.postMessage(cart)
  return cart
}

// Another tab changed the cart.
channel.onmessage = ({ data }: MessageEvent<Cart | null>) => {
  const known = knownCart()
  if (known === undefined) return
  if (!data || known?.id !== data.id) void queries.invalidateQueries({ queryKey })
  else if (data.version > known.version) queries.setQueryData(cartQuery.queryKey, data)
}

/** Asks for a change, in its turn; rejects with the refusal. */
export async function changeCart(change: Change): Promise<Cart> {
  if (state.refusal) setCartState({ refusal: null })
  try {
    return await queue.push(change)
  } catch (error) {
    // It is not as it was thought to be: look again.
    if (hasCode(error, 'cart.missing', 'cart.closed', 'cart.no_such_line', 'cart.no_such_coupon')) {
      void queries.invalidateQueries({ queryKey })
    }
    throw error
  }
}

/** The same, for changes whose refusal is told where the cart is shown. */
export async function changeCartOrTell(change: Change, title?: string): Promise<void> {
  try {
    await changeCart(change)
  } catch (error) {
    setCartState({ refusal: { error, ...(title !== undefined && { title }) } })
  }
}

export const cartSettled = (): Promise<void> => queue.settled()

/** It became an order; what is wanted next goes into a new one, where there is none already. */
export function forgetCart(cartId: string): void {
  if (keptCartId() === cartId) keepCartId(null)
  if (knownCart()?.id === cartId) queries.setQueryData(cartQuery.queryKey, null)
  channel.postMessage(null)
  void queries.invalidateQueries({ queryKey })
}
