import type { Event } from '#kernel/event.ts'
import { port } from '#kernel/port.ts'
import { stock } from '#modules/inventory/index.ts'
import type { Write } from '#store/engine.ts'
import { createChanges, type Made } from './changes.ts'
import { categories, products } from './collections.ts'
import { createGenerations } from './generations.ts'

/** A published product as its readers get it, in JSON. Made of the product and the stock of its variants. */
export interface Piece extends Made {
  readonly id: string
  readonly handle: string
  readonly json: string
  readonly etag: string
}

/** A page of a list, by ids: the pieces come and go with stock, the order of the list does not. */
export interface ListPage {
  readonly key: string
  readonly ids: readonly string[]
  readonly next: string | null
}

/** A reply that is ready to be sent. */
export interface Rendered {
  readonly json: string | Buffer
  readonly etag: string
}

export interface NewPiece extends Omit<Piece, keyof Made> {
  readonly variantIds: readonly string[]
}

/** Keeps what is made of what was read since it began. What has changed meanwhile is never found. */
export interface Reading {
  keep(piece: NewPiece): Piece
  keepPage(page: ListPage): void
  /** The page with this key, put together from these pieces. */
  keepJoined(key: string, pieces: readonly Piece[], joined: Rendered): void
}

/**
 * What shoppers look at most, ready to be sent. Bounded; what was used last stays. Never consulted at
 * checkout. The process's own commits make untrue what they change before anyone can see their reply; of
 * other processes' it must be told.
 */
export interface ProductCache {
  /** By id or handle. */
  find(idOrHandle: string): Piece | undefined
  findPage(key: string): ListPage | undefined
  findJoined(key: string): Rendered | undefined
  /** To be called before anything is read. */
  beginReading(): Reading
  /** Notes what these writes change. */
  heed(writes: readonly Write[]): void
  /** Notes what an event of another process tells of. */
  hear(event: Pick<Event, 'type' | 'subject' | 'data'>): void
  clear(): void
}

export const productCache = port<ProductCache>('catalog.product-cache')

export interface Bounds {
  readonly bytesMax: number
  readonly pagesMax: number
  readonly joinedBytesMax: number
}

const MEGABYTE = 1_048_576

/** An eighth of the memory, and no more than a hundred thousand products with a few variants need. */
export const boundsFor = (memoryBytes: number): Bounds => ({
  bytesMax: Math.min(512 * MEGABYTE, Math.round(memoryBytes / 8)),
  pagesMax: 1_000,
  joinedBytesMax: 16 * MEGABYTE,
})

/** What a piece takes beside its JSON, roughly. */
const PIECE_BYTES = 450
const NAME_BYTES = 60
const bytesOf = ({ json, madeOf }: Piece) => json.length + PIECE_BYTES + madeOf.length * NAME_BYTES

/** What each page of a list is made of, beside its pieces. */
const LISTS = 'lists'

export function createProductCache(bounds: Bounds): ProductCache {
  const changes = createChanges()
  const pieces = createGenerations<Piece>(bounds.bytesMax, bytesOf)
  const pages = createGenerations<ListPage & Made>(bounds.pagesMax, () => 1)
  const joined = createGenerations<Rendered & Made>(bounds.joinedBytesMax, ({ json }) => json.length)

  const ifCurrent = <T extends Made>(made: T | undefined) =>
    made && changes.isCurrent(made) ? made : undefined

  function noteProduct(id: string): void {
    changes.note(id)
    changes.note(LISTS)
  }

  function beginReading(): Reading {
    const since = changes.now()
    return {
      keep({ variantIds, ...rest }) {
        const piece = { ...rest, madeOf: [rest.id, ...variantIds], since }
        pieces.put([piece.id, piece.handle], piece)
        return piece
      },
      keepPage: (page) => pages.put([page.key], { ...page, madeOf: [LISTS], since }),
      keepJoined(key, parts, { json, etag }) {
        const madeOf = [LISTS, ...parts.flatMap((piece) => piece.madeOf)]
        joined.put([key], { json, etag, madeOf, since })
      },
    }
  }

  return {
    find: (idOrHandle) => ifCurrent(pieces.find(idOrHandle)),
    findPage: (key) => ifCurrent(pages.find(key)),
    findJoined: (key) => ifCurrent(joined.find(key)),
    beginReading,
    heed(writes) {
      for (const { collection, id } of writes) {
        if (collection.name === products.name) noteProduct(id)
        else if (collection.name === stock.name) changes.note(id)
        else if (collection.name === categories.name) changes.note(LISTS)
      }
    },
    hear({ type, subject, data }) {
      if (type.startsWith('product.')) noteProduct(subject)
      else if (type.startsWith('category.')) changes.note(LISTS)
      else if (type === 'stock.changed') {
        for (const id of (data as { variantIds: readonly string[] }).variantIds) changes.note(id)
      }
    },
    clear() {
      changes.clear()
      pieces.clear()
      pages.clear()
      joined.clear()
    },
  }
}
