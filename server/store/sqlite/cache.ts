import type { Stored } from '#store/engine.ts'

/** A document as it was read. With the same birth and revision in the database, it is still this one. */
export interface Known {
  readonly stored: Stored
  readonly birth: number
}

export interface DocumentCache {
  get(key: string): Known | undefined
  /** `chars` is the length of the body's text, the measure of the bound. */
  put(key: string, known: Known, chars: number): void
}

/**
 * Decoded documents, so that a body read again need not be parsed again. It is never asked alone: the reader compares
 * birth and revision with the database first. Two generations instead of a list by age: a hit costs one look-up, and
 * what was not asked for during a whole generation goes.
 */
export function createDocumentCache(charsMax: number): DocumentCache {
  let young = new Map<string, Known>()
  let old = new Map<string, Known>()
  let chars = 0
  return {
    get: (key) => young.get(key) ?? old.get(key),
    put(key, known, length) {
      if (length > charsMax / 16) return
      young.set(key, known)
      chars += length
      if (chars < charsMax / 2) return
      old = young
      young = new Map()
      chars = 0
    },
  }
}
