import type { Ctx } from '#context'
import { type Piece, productCache, showProducts } from '#modules/catalog/index.ts'

interface Shown {
  readonly id: string
  readonly variants: readonly { readonly available: number }[]
}

/** What a piece says of its stock holds as long as the piece itself, which is gone once stock has moved. */
const known = new WeakMap<Piece, boolean>()

/** As many as are read at once where the cache does not know them. */
const SLICE = 100

/** Those of these products of which something can be bought now, in the same order. */
export async function availableAmong(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const cache = ctx.use(productCache)
  const available = new Set<string>()
  const unknown: string[] = []
  for (const id of ids) {
    const piece = cache.find(id)
    if (piece === undefined) unknown.push(id)
    else if (isPieceAvailable(piece)) available.add(id)
  }
  for (let at = 0; at < unknown.length; at += SLICE) {
    // Which also puts them into the cache.
    const { json } = await showProducts(ctx, { ids: unknown.slice(at, at + SLICE), next: null })
    for (const shown of (JSON.parse(json.toString()) as { data: Shown[] }).data) {
      if (isAvailable(shown)) available.add(shown.id)
    }
  }
  return ids.filter((id) => available.has(id))
}

const isAvailable = ({ variants }: Shown): boolean => variants.some(({ available }) => available > 0)

function isPieceAvailable(piece: Piece): boolean {
  const before = known.get(piece)
  if (before !== undefined) return before
  const now = isAvailable(JSON.parse(piece.json) as Shown)
  known.set(piece, now)
  return now
}
