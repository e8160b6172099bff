import type { CollectionSpec, Engine, Stored } from './engine.ts'

/**
 * Where a store notes that it is being filled from elsewhere: no part of the shop, so never copied itself.
 */
export const moves: CollectionSpec = { name: 'moves', indexes: {} }

/** A store is filled from one place at a time. */
export const MOVE_ID = 'here'

/** A restore or copy into this store. */
export interface Move {
  /** What it is filled from, for people and for telling another source from this one. */
  readonly origin: string
  /** Until it is `done`, what lies here is no shop. */
  readonly state: 'under-way' | 'done'
  readonly documents: number
  /** Of everything, once it is done: whoever finds another one knows that the store has been used since. */
  readonly digest: string | null
}

export const toMove = ({ body }: Stored): Move => body as unknown as Move

/** A shop was to be opened on a store that a restore or copy has only half filled. */
export class HalfMoved extends Error {
  constructor({ origin, documents }: Move) {
    super(
      `This store is being filled from ${origin}, which has not come to its end (${documents} documents so far). ` +
        'Run the same restore or copy-store again: it goes on where it was. Then start the shop.',
    )
    this.name = 'HalfMoved'
  }
}

/** Half a shop is not opened. `moves` must be prepared. */
export async function refuseHalfMoved(engine: Engine): Promise<void> {
  const [stored] = await engine.get(moves, [MOVE_ID])
  if (stored && toMove(stored).state !== 'done') throw new HalfMoved(toMove(stored))
}
