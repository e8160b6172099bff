/** A published product as its readers get it, in JSON. */
export interface Piece {
  readonly id: string
  readonly handle: string
  readonly variantIds: readonly string[]
  readonly json: Buffer
  readonly etag: string
}

export interface Pieces {
  /** By id or handle. */
  find(idOrHandle: string): Piece | undefined
  put(piece: Piece): void
  drop(id: string): void
  dropVariant(variantId: string): void
  clear(): void
  readonly size: { readonly pieces: number; readonly bytes: number }
}

/** What an entry takes beside its JSON, roughly. */
const PIECE_BYTES = 600
const VARIANT_BYTES = 150

const bytesOf = ({ json, variantIds }: Piece) => json.length + PIECE_BYTES + variantIds.length * VARIANT_BYTES

/** Rendered products, bounded by number and bytes. What nobody asked for lately goes first. */
export function createPieces({ piecesMax, bytesMax }: { piecesMax: number; bytesMax: number }): Pieces {
  const pieces = new Map<string, Piece>()
  const idsByHandle = new Map<string, string>()
  const idsByVariant = new Map<string, string>()
  const asked = new Set<string>()
  let bytes = 0

  function drop(id: string): void {
    const piece = pieces.get(id)
    if (!piece) return
    pieces.delete(id)
    asked.delete(id)
    bytes -= bytesOf(piece)
    if (idsByHandle.get(piece.handle) === id) idsByHandle.delete(piece.handle)
    for (const variantId of piece.variantIds) idsByVariant.delete(variantId)
  }

  /**
   * The oldest goes, unless it was asked for since it last was the oldest: that asks less of a look-up
   * than an order.
   */
  function makeRoom(): void {
    for (const [id, piece] of pieces) {
      if (!asked.delete(id)) {
        drop(id)
        return
      }
      pieces.delete(id)
      pieces.set(id, piece)
    }
  }

  return {
    find(idOrHandle) {
      const piece = pieces.get(idsByHandle.get(idOrHandle) ?? idOrHandle)
      if (piece) asked.add(piece.id)
      return piece
    },
    put(piece) {
      if (bytesOf(piece) > bytesMax) return
      drop(piece.id)
      pieces.set(piece.id, piece)
      asked.add(piece.id)
      bytes += bytesOf(piece)
      idsByHandle.set(piece.handle, piece.id)
      for (const variantId of piece.variantIds) idsByVariant.set(variantId, piece.id)
      while (pieces.size > piecesMax || bytes > bytesMax) makeRoom()
    },
    drop,
    dropVariant(variantId) {
      const id = idsByVariant.get(variantId)
      if (id !== undefined) drop(id)
    },
    clear() {
      for (const id of [...pieces.keys()]) drop(id)
    },
    get size() {
      return { pieces: pieces.size, bytes }
    },
  }
}
