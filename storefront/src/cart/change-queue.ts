import type { Cart } from './cart.ts'
import type { Estimate } from './estimate.ts'

/** A wish about the cart: how it will look, and how the shop is asked. */
export interface Change {
  readonly estimate: Estimate
  send(cart: Cart): Promise<Cart>
  /** A later wish of the same slot takes the place of one that waits: of quantities, the last counts. */
  readonly slot?: string
  /** Where the cart is gone or was ordered, it makes sense in a new one too. */
  readonly beginsAnew?: boolean
}

interface Entry {
  readonly change: Change
  readonly done: PromiseWithResolvers<Cart>
}

export interface ChangeQueue {
  /** Waits for its turn. Rejects with what the shop said no by. */
  push(change: Change): Promise<Cart>
  /** What has not been answered yet, in order. */
  readonly pending: readonly Change[]
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>
}

interface QueueInit {
  /** Asks the shop, and keeps what it answers. */
  perform(change: Change): Promise<Cart>
  /** Called after each change of `pending`. */
  onChange(): void
}

/** Sends one wish after the other, so that each builds on the answer to the one before. */
export function createChangeQueue({ perform, onChange }: QueueInit): ChangeQueue {
  let entries: readonly Entry[] = []
  let pending: readonly Change[] = []
  let working: Promise<void> | undefined

  function set(next: readonly Entry[]): void {
    entries = next
    pending = next.map(({ change }) => change)
    onChange()
  }

  async function work(): Promise<void> {
    for (let first = entries[0]; first; first = entries[0]) {
      const { change, done } = first
      try {
        const cart = await perform(change)
        set(entries.slice(1))
        done.resolve(cart)
      } catch (error) {
        set(entries.slice(1))
        done.reject(error)
      }
    }
    working = undefined
  }

  return {
    get pending() {
      return pending
    },
    push(change) {
      // The first one is on its way already.
      const same = entries.findIndex(({ change: { slot } }, at) => at > 0 && slot && slot === change.slot)
      const replaced = entries[same]
      const done = replaced?.done ?? Promise.withResolvers<Cart>()
      const entry = { change, done }
      set(replaced ? entries.with(same, entry) : [...entries, entry])
      working ??= Promise.resolve().then(work)
      return done.promise
    },
    async settled() {
      while (working) await working
    },
  }
}
