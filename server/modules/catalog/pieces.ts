import type { Changes, Made } from './changes.ts'
import { createGenerations } from './generations.ts'
import type { PieceFile } from './piece-file.ts'

/** A published product as its readers get it, in JSON. Made of the product and the stock of its variants. */
export interface Piece extends Made {
  readonly id: string
  readonly handle: string
  readonly json: string
  readonly etag: string
}

export interface Pieces {
  /** By id or handle; only what still holds. */
  find(idOrHandle: string): Piece | undefined
  put(piece: Piece): void
  clear(): void
}

/** What an entry takes beside its JSON, roughly. */
const PIECE_BYTES = 450
const NAME_BYTES = 60
const bytesOf = ({ json, madeOf }: Piece) => json.length + PIECE_BYTES + madeOf.length * NAME_BYTES

/** One of so many looks into the file brings what it finds back to memory. */
const RECALL_EVERY = 8

/** Rendered products: in memory until that is full, then in a file, from which those asked for come back. */
export function createPieces(
  bytesMax: number,
  { changes, file }: { readonly changes: Changes; readonly file: PieceFile },
): Pieces {
  const inMemory = createGenerations(bytesMax, bytesOf)
  let looks = 0

  const keepInMemory = (piece: Piece) => inMemory.put([piece.id, piece.handle], piece)

  function findInFile(idOrHandle: string): Piece | undefined {
    const piece = file.find(idOrHandle)
    if (!piece || !changes.isCurrent(piece)) return undefined
    looks += 1
    if (looks % RECALL_EVERY === 0) keepInMemory(piece)
    return piece
  }

  return {
    find(idOrHandle) {
      const piece = inMemory.find(idOrHandle)
      return piece && changes.isCurrent(piece) ? piece : findInFile(idOrHandle)
    },
    put(piece) {
      if (!inMemory.isFull || !file.put(piece)) keepInMemory(piece)
    },
    clear() {
      inMemory.clear()
      file.clear()
    },
  }
}
