import type { Bits } from './text/bitmaps.ts'
import type { Documents } from './text/documents.ts'
import { createIndex, putDocument, removeDocument, type TextDocument } from './text/indexing.ts'
import { matchingSet } from './text/matching-set.ts'
import { createRanking, rank } from './text/ranking.ts'

export type { TextDocument } from './text/indexing.ts'

/** Pages of the best end here; who looks for more should search more narrowly. */
export const RESULTS_MAX = 1_000

/** A ranked, typo-tolerant index of short texts in memory. Nothing here waits, and nothing is stored. */
export interface TextIndex {
  /** Inserts or replaces; the next search sees it. A revision older than the known one is ignored. */
  put(document: TextDocument): void
  remove(id: string): void
  /** Ids, the best first. `more` is false at the end, and at `RESULTS_MAX`. */
  search(query: string, page: { offset: number; limit: number }): { ids: string[]; more: boolean }
  /** The slots of all documents that a query finds. */
  matching(query: string): Bits
  /** The slots of the best `want` that a query finds; with `among`, of those, which all have to match. */
  best(query: string, of: { among?: Bits | undefined; want: number }): number[]
  /** Documents go by slots: small numbers, each of which is another's after a removal. */
  readonly documents: Documents
  readonly size: number
  /**
   * Documents and letters that all searches so far have looked at: so their bound can be tested without a
   * clock.
   */
  readonly steps: number
}

/**
 * @example
 * const index = createTextIndex()
 * index.put({ id: 'p1', revision: 1, title: 'Blue Shirt', keywords: ['SKU-1'], body: '', createdAt: 0 })
 * index.search('shrit', { offset: 0, limit: 20 }) // { ids: ['p1'], more: false }
 */
export function createTextIndex(): TextIndex {
  const index = createIndex()
  const ranking = createRanking(index)
  return {
    documents: index.documents,
    put: (document) => putDocument(index, document),
    remove: (id) => removeDocument(index, id),
    search(query, { offset, limit }) {
      const end = Math.min(offset + limit, RESULTS_MAX)
      if (!(offset >= 0 && offset < end)) return { ids: [], more: false }
      const found = rank(ranking, query, end + 1)
      const ids = found.slice(offset, end).map((slot) => index.documents.ids[slot] as string)
      return { ids, more: found.length > end && end < RESULTS_MAX }
    },
    matching: (query) => matchingSet(ranking, query),
    best: (query, { among, want }) => rank(ranking, query, want, among),
    get size() {
      return index.documents.slots.size
    },
    get steps() {
      return ranking.steps + ranking.holders.marks
    },
  }
}
