import { type Body, Conflict, type Engine, type Write } from '#store/engine.ts'
import { MOVE_ID, type Move, moves } from '#store/move.ts'
import { MovingError } from './moving-error.ts'

/** The note in a store that it is being filled; changed with every commit that fills it. */
export interface Marker {
  /** Commits the writes, and that the store is this far. */
  advance(writes: readonly Write[], documents: number): Promise<void>
  /** From now on the store may be opened. */
  finish(documents: number, digest: string): Promise<void>
}

/**
 * Takes the store over: whoever filled it before and is still at it fails at the next commit, since each
 * names the revision of the note.
 */
export async function takeOver(engine: Engine, origin: string): Promise<Marker> {
  const [stored] = await engine.get(moves, [MOVE_ID])
  let revision = stored?.revision ?? 0

  const toWrite = (move: Move): Write => {
    const common = { collection: moves, id: MOVE_ID, schema: 1, body: move as unknown as Body }
    return revision === 0 ? { op: 'insert', ...common } : { op: 'replace', revision, ...common }
  }

  async function note(move: Move, writes: readonly Write[] = []): Promise<void> {
    try {
      await engine.commit([...writes, toWrite(move)])
    } catch (error) {
      if (!(error instanceof Conflict && error.collection === moves.name)) throw error
      throw new MovingError('Another restore or copy is filling this store. Let it come to its end.', {
        cause: error,
      })
    }
    revision += 1
  }

  await note({ origin, state: 'under-way', documents: 0, digest: null })
  return {
    advance: (writes, documents) => note({ origin, state: 'under-way', documents, digest: null }, writes),
    finish: (documents, digest) => note({ origin, state: 'done', documents, digest }),
  }
}
