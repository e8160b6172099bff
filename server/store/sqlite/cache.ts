import type { Body, Stored } from '#store/engine.ts'

/** A document as it was read or written, or that there is none. */
export interface Known {
  readonly revision: number
  /** Tells it from a later document with the same id; 0 where it is not known. */
  readonly birth: number
  /** With this stamp it needs no look into the database; see `Freshness`. */
  stamp: number
  readonly stored: Stored | undefined
}

/** The body is decoded when it is first asked for: much is written or found, and then not looked at. */
class StoredRow implements Stored {
  readonly id: string
  readonly revision: number
  readonly schema: number
  memo: unknown
  #content: string | Body

  constructor(id: string, [revision, , schema, text]: Row, memo: unknown) {
    this.id = id
    this.revision = revision
    this.schema = schema
    this.memo = memo
    this.#content = text
  }

  get body(): Body {
    if (typeof this.#content === 'string') this.#content = JSON.parse(this.#content) as Body
    return this.#content
  }
}

export const toKnown = (id: string, row: Row, { stamp, memo }: { stamp: number; memo?: unknown }): Known => ({
  revision: row[0],
  birth: row[1],
  stamp,
  stored: new StoredRow(id, row, memo),
})

export const toAbsent = (stamp: number): Known => ({ revision: 0, birth: -1, stamp, stored: undefined })

/** What an entry takes beside its text, in the cache's measure. */
export const ENTRY_CHARS = 150

/** A document's row: what its cache entry is made of. */
export type Row = readonly [revision: number, birth: number, schema: number, text: string]

/** The part of a cache that belongs to one collection: documents by id. */
export interface CachePart {
  get(id: string): Known | undefined
  /** `chars` is the length of the body's text, the measure of the bound. */
  put(id: string, known: Known, chars: number): void
  drop(id: string): void
}

export interface DocumentCache {
  part(): CachePart
}

/**
 * Decoded documents: a body read again need not be parsed again, which is most of a read's cost. One with an
 * old stamp is compared with the database by birth and revision. Two generations instead of a list by age: a
 * hit costs a look-up or two, and when the young one is full the old one goes. Its parts share one bound.
 */
export function createDocumentCache(charsMax: number): DocumentCache {
  const parts: { young: Map<string, Known>; old: Map<string, Known> }[] = []
  let chars = 0

  function grow(length: number): void {
    chars += length
    if (chars < charsMax / 2) return
    for (const part of parts) {
      part.old = part.young
      part.young = new Map()
    }
    chars = 0
  }

  return {
    part() {
      const part = { young: new Map<string, Known>(), old: new Map<string, Known>() }
      parts.push(part)
      return {
        get: (id) => part.young.get(id) ?? part.old.get(id),
        put(id, known, length) {
          part.old.delete(id)
          if (length > charsMax / 16) {
            part.young.delete(id)
            return
          }
          part.young.set(id, known)
          grow(length)
        },
        drop(id) {
          part.young.delete(id)
          part.old.delete(id)
        },
      }
    },
  }
}
