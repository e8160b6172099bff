import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'
import type { SetUp } from '#module'
import type { Cart } from './cart.ts'
import { carts } from './collections.ts'
import { type Facts, gatherFacts } from './facts.ts'

/** Open carts as this process saved them last. Says what to read, never what is so. */
export interface SeenCarts {
  find(cartId: string): Cart | undefined
}

export const seenCarts = port<SeenCarts>('carts.seen')

const CARTS_MAX = 2_000

export function rememberCarts({ ports, store }: Pick<SetUp, 'ports' | 'store'>): void {
  const seen = new Map<string, Cart>()
  store.onCommit((writes) => {
    for (const write of writes) {
      if (write.collection !== carts) continue
      // What was saved last goes to the end.
      seen.delete(write.id)
      const cart = 'memo' in write ? (write.memo as Cart | undefined) : undefined
      if (cart && cart.checkout === null) seen.set(write.id, cart)
    }
    for (const id of seen.keys()) {
      if (seen.size <= CARTS_MAX) break
      seen.delete(id)
    }
  })
  ports.fill(seenCarts, { find: (id) => seen.get(id) })
}

/** Facts about a cart as it was at a revision, read in this unit of work. */
export interface Foreseen {
  readonly revision: number
  readonly facts: Facts
}

/**
 * Reads what bears on the price of a cart before it is known that the cart is still as this process saw it
 * last, so that a database at the other end of a network is waited for once less. It counts for nothing where
 * the cart turns out to be at another revision.
 */
export async function foresee(ctx: Ctx, cartId: string): Promise<Foreseen | undefined> {
  const cart = ctx.use(seenCarts).find(cartId)
  return cart && { revision: cart.revision, facts: await gatherFacts(ctx, cart) }
}
