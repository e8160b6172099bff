import type { Event } from '#kernel/event.ts'
import { port } from '#kernel/port.ts'
import { stock } from '#modules/inventory/index.ts'
import type { Write } from '#store/engine.ts'
import { categories, products } from './collections.ts'

/** A published product as its readers get it, in JSON. */
export interface Piece {
  readonly id: string
  readonly handle: string
  readonly variantIds: readonly string[]
  readonly json: Buffer
  readonly etag: string
}

/** A page of a list, by ids: the pieces come and go with stock, the order of the list does not. */
export interface ListPage {
  readonly ids: readonly string[]
  readonly next: string | null
}

/** Collects what was read from the store, and keeps it unless it was changed since the reading began. */
export interface Reading {
  keep(piece: Piece): void
  keepPage(key: string, page: ListPage): void
}

/**
 * What shoppers look at most, ready to be sent. Bounded; what was used last stays. Never consulted at checkout. The
 * process's own commits drop what they change before anyone can see their reply; of other processes' it must be told.
 */
export interface ProductCache {
  /** By id or handle. */
  find(idOrHandle: string): Piece | undefined
  findPage(key: string): ListPage | undefined
  reading<R>(work: (reading: Reading) => Promise<R>): Promise<R>
  /** Drops what these writes make untrue. */
  heed(writes: readonly Write[]): void
  /** Drops what an event of another process tells of. */
  hear(event: Pick<Event, 'type' | 'subject' | 'data'>): void
  clear(): void
  readonly size: { readonly pieces: number; readonly bytes: number; readonly pages: number }
}

export const productCache = port<ProductCache>('catalog.product-cache')

export interface Bounds {
  readonly piecesMax: number
  readonly bytesMax: number
  readonly pagesMax: number
}

export const BOUNDS: Bounds = { piecesMax: 20_000, bytesMax: 64 * 1_048_576, pagesMax: 1_000 }

/** What an entry takes beside its JSON, roughly. */
const PIECE_BYTES = 600
const VARIANT_BYTES = 150
const bytesOf = ({ json, variantIds }: Piece) => json.length + PIECE_BYTES + variantIds.length * VARIANT_BYTES

/** What has changed since a reading began. */
interface Changes {
  readonly ids: Set<string>
  pages: boolean
  everything: boolean
}

export function createProductCache(bounds: Bounds = BOUNDS): ProductCache {
  const pieces = new Map<string, Piece>()
  const asked = new Set<string>()
  const idsByHandle = new Map<string, string>()
  const productByVariant = new Map<string, string>()
  const pages = new Map<string, ListPage>()
  const readings = new Set<Changes>()
  let bytes = 0

  function drop(id: string | undefined): void {
    const piece = id === undefined ? undefined : pieces.get(id)
    if (!piece) return
    pieces.delete(piece.id)
    asked.delete(piece.id)
    bytes -= bytesOf(piece)
    if (idsByHandle.get(piece.handle) === piece.id) idsByHandle.delete(piece.handle)
    for (const variantId of piece.variantIds) productByVariant.delete(variantId)
  }

  function put(piece: Piece): void {
    if (bytesOf(piece) > bounds.bytesMax) return
    drop(piece.id)
    pieces.set(piece.id, piece)
    asked.add(piece.id)
    bytes += bytesOf(piece)
    idsByHandle.set(piece.handle, piece.id)
    for (const variantId of piece.variantIds) productByVariant.set(variantId, piece.id)
    while (pieces.size > bounds.piecesMax || bytes > bounds.bytesMax) makeRoom()
  }

  /** The oldest goes, unless it was asked for since it last was the oldest: that asks less of a look-up than an order. */
  function makeRoom(): void {
    for (const [id, piece] of pieces) {
      if (asked.delete(id)) {
        pieces.delete(id)
        pieces.set(id, piece)
      } else {
        drop(id)
        return
      }
    }
  }

  function dropPages(): void {
    pages.clear()
    for (const changes of readings) changes.pages = true
  }

  function dropProduct(id: string): void {
    drop(id)
    dropPages()
    for (const changes of readings) changes.ids.add(id)
  }

  function dropVariant(id: string): void {
    drop(productByVariant.get(id))
    for (const changes of readings) changes.ids.add(id)
  }

  return {
    find(idOrHandle) {
      const piece = pieces.get(idsByHandle.get(idOrHandle) ?? idOrHandle)
      if (piece) asked.add(piece.id)
      return piece
    },
    findPage(key) {
      const page = pages.get(key)
      if (page && pages.delete(key)) pages.set(key, page)
      return page
    },
    async reading(work) {
      const changes: Changes = { ids: new Set(), pages: false, everything: false }
      readings.add(changes)
      try {
        return await work({
          keep(piece) {
            const isStale = changes.ids.has(piece.id) || piece.variantIds.some((id) => changes.ids.has(id))
            if (!changes.everything && !isStale) put(piece)
          },
          keepPage(key, page) {
            if (changes.everything || changes.pages) return
            pages.set(key, page)
            if (pages.size > bounds.pagesMax) pages.delete(pages.keys().next().value as string)
          },
        })
      } finally {
        readings.delete(changes)
      }
    },
    heed(writes) {
      for (const { collection, id } of writes) {
        if (collection.name === products.name) dropProduct(id)
        else if (collection.name === stock.name) dropVariant(id)
        else if (collection.name === categories.name) dropPages()
      }
    },
    hear({ type, subject, data }) {
      if (type.startsWith('product.')) dropProduct(subject)
      else if (type.startsWith('category.')) dropPages()
      else if (type === 'stock.changed') {
        for (const id of (data as { variantIds: readonly string[] }).variantIds) dropVariant(id)
      }
    },
    clear() {
      for (const id of [...pieces.keys()]) drop(id)
      dropPages()
      for (const changes of readings) changes.everything = true
    },
    get size() {
      return { pieces: pieces.size, bytes, pages: pages.size }
    },
  }
}
