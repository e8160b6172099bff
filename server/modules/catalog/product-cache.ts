import type { Event } from '#kernel/event.ts'
import { port } from '#kernel/port.ts'
import { stock } from '#modules/inventory/index.ts'
import type { Write } from '#store/engine.ts'
import { categories, products } from './collections.ts'
import { createPages, type JoinedPage, type ListPage } from './pages.ts'
import { createPieces, type Piece } from './pieces.ts'

/** Collects what was read from the store, and keeps it unless it was changed since the reading began. */
export interface Reading {
  keep(piece: Piece): void
  keepPage(page: ListPage): void
}

/**
 * What shoppers look at most, ready to be sent. Bounded; what was used last stays. Never consulted at
 * checkout. The process's own commits drop what they change before anyone can see their reply; of other
 * processes' it must be told.
 */
export interface ProductCache {
  /** By id or handle. */
  find(idOrHandle: string): Piece | undefined
  findPage(key: string): ListPage | undefined
  /** The text of a page, if each piece is still the one that it was joined from. */
  findJoined(page: ListPage): JoinedPage | undefined
  keepJoined(page: ListPage, joined: JoinedPage): void
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
  readonly pageBytesMax: number
}

const MEGABYTE = 1_048_576

export const BOUNDS: Bounds = {
  piecesMax: 20_000,
  bytesMax: 64 * MEGABYTE,
  pagesMax: 1_000,
  pageBytesMax: 16 * MEGABYTE,
}

/** What has changed since a reading began. */
interface Changes {
  readonly ids: Set<string>
  pages: boolean
  everything: boolean
}

export function createProductCache(bounds: Bounds = BOUNDS): ProductCache {
  const pieces = createPieces(bounds)
  const pages = createPages({ pagesMax: bounds.pagesMax, bytesMax: bounds.pageBytesMax })
  const readings = new Set<Changes>()

  function dropPages(): void {
    pages.clear()
    for (const changes of readings) changes.pages = true
  }

  function dropProduct(id: string): void {
    pieces.drop(id)
    dropPages()
    for (const changes of readings) changes.ids.add(id)
  }

  function dropVariant(id: string): void {
    pieces.dropVariant(id)
    for (const changes of readings) changes.ids.add(id)
  }

  async function reading<R>(work: (reading: Reading) => Promise<R>): Promise<R> {
    const changes: Changes = { ids: new Set(), pages: false, everything: false }
    readings.add(changes)
    try {
      return await work({
        keep(piece) {
          const isStale = changes.ids.has(piece.id) || piece.variantIds.some((id) => changes.ids.has(id))
          if (!changes.everything && !isStale) pieces.put(piece)
        },
        keepPage(page) {
          if (!changes.everything && !changes.pages) pages.put(page)
        },
      })
    } finally {
      readings.delete(changes)
    }
  }

  return {
    find: pieces.find,
    findPage: pages.find,
    findJoined(page) {
      const joined = pages.findJoined(page)
      return joined?.pieces.every((piece) => pieces.find(piece.id) === piece) ? joined : undefined
    },
    keepJoined: pages.putJoined,
    reading,
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
      pieces.clear()
      dropPages()
      for (const changes of readings) changes.everything = true
    },
    get size() {
      return { ...pieces.size, pages: pages.size }
    },
  }
}
