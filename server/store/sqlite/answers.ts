import type { Found, IndexQuery, Key } from '#store/engine.ts'
import { type Freshness, UNKNOWN } from './freshness.ts'

/**
 * Finds of one collection whose answer is still true. Cleared by every write of this process to the
 * collection.
 */
export interface Answers {
  of(query: IndexQuery, look: (query: IndexQuery) => Found): Found
  clear(): void
}

/** Small answers only: the rules that every cart is priced by, not pages of orders. */
const ROWS_MAX = 50
const ANSWERS_MAX = 500

export function createAnswers(freshness: Freshness): Answers {
  let known = new Map<string, { readonly found: Found; readonly stamp: number }>()
  return {
    of(query, look) {
      const stamp = freshness.stamp()
      if (stamp === UNKNOWN) return look(query)
      const key = keyOf(query)
      const answer = known.get(key)
      if (answer?.stamp === stamp) return answer.found
      const found = look(query)
      if (known.size >= ANSWERS_MAX) known = new Map()
      if (found.rows.length <= ROWS_MAX) known.set(key, { found, stamp })
      return found
    },
    clear() {
      if (known.size > 0) known = new Map()
    },
  }
}

const keyOf = ({ index, equals = [], range = {}, reverse, limit, after }: IndexQuery): string => {
  const { gt, gte, lt, lte } = range
  const bounds = [gt, gte, lt, lte].map(toText)
  return JSON.stringify([index, equals.map(toText), bounds, reverse, limit, after?.map(toText)])
}

/** JSON writes infinite numbers and what is absent as null, which is a key of its own. */
const toText = (key: Key | undefined) => {
  if (key === undefined) return []
  return typeof key === 'number' ? [String(key)] : key
}
