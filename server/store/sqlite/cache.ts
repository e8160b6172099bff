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
export function toKnown(id: string, [revision, birth, schema, text]: Row, stamp: number): Known {
  let body: Body | undefined
  const stored = {
    id,
    revision,
    schema,
    get body() {
      body ??= JSON.parse(text) as Body
      return body
    },
  }
  return { revision, birth, stamp, stored }
}

export const toAbsent = (stamp: number): Known => ({ revision: 0, birth: -1, stamp, stored: undefined })

/** What an entry takes beside its text, in the cache's measure. */
export const ENTRY_CHARS = 150

/** A document's row: what its cache entry is made of. */
export type Row = readonly [revision: number, birth: number, schema: number, text: string]

export interface DocumentCache {
  get(key: string): Known | undefined
  /** `chars` is the length of the body's text, the measure of the bound. */
  put(key: string, known: Known, chars: number): void
  drop(key: string): void
}

/**
 * Decoded documents: a body read again need not be parsed again, which is most of a read's cost. One with an
 * old stamp is compared with the database by birth and revision. Two generations instead of a list by age: a
 * hit costs a look-up or two, and when the young one is full the old one goes.
 */
export function createDocumentCache(charsMax: number): DocumentCache {
  let young = new Map<string, Known>()
  let old = new Map<string, Known>()
  let chars = 0
  return {
    get: (key) => young.get(key) ?? old.get(key),
    put(key, known, length) {
      old.delete(key)
      if (length > charsMax / 16) {
        young.delete(key)
        return
      }
      young.set(key, known)
      chars += length
      if (chars < charsMax / 2) return
      old = young
      young = new Map()
      chars = 0
    },
    drop(key) {
      young.delete(key)
      old.delete(key)
    },
  }
}
