import { addBits, type Bits, keepBits, type Place, unitsFor } from './bitmaps.ts'
import { CROWD, EXACT, KINDS, type Match, PREFIX } from './matching.ts'
import { markPostings } from './postings.ts'
import type { Terms } from './terms.ts'

/**
 * A word of more documents than this is not marked: it would rule out little. Bitmaps do not count, they are
 * there.
 */
const MARKS_MAX = 16_384

/**
 * Marks, for one search, which documents hold a word of the query, so that those that hold all are found by
 * comparing bits. The room is used again by the next search.
 */
export interface Holders {
  readonly terms: Terms
  readonly pool: Bits[]
  taken: number
  /** Undefined for words of too many documents. */
  readonly known: { readonly [place in Place]: Map<Match, Bits | undefined> }
  /** Marks made by all searches so far. */
  marks: number
}

export const createHolders = (terms: Terms): Holders => ({
  terms,
  pool: [],
  taken: 0,
  known: { title: new Map(), any: new Map() },
  marks: 0,
})

export function beginHolders(holders: Holders): void {
  holders.taken = 0
  holders.known.title.clear()
  holders.known.any.clear()
}

/** Cleared bits, of the same length for one search. */
function takeBits(holders: Holders): Bits {
  const slots = holders.terms.documents.ids.length
  const own = holders.pool[holders.taken]
  const room = own && own.length >= unitsFor(slots) ? own : new Uint32Array(unitsFor(slots * 1.5))
  holders.pool[holders.taken] = room
  holders.taken += 1
  return room.subarray(0, unitsFor(slots)).fill(0)
}

const IN_TITLE = [EXACT, PREFIX, CROWD] as const

function markMatch(holders: Holders, match: Match, place: Place): Bits | undefined {
  const { terms } = holders
  const bits = takeBits(holders)
  let marked = 0
  for (const term of (place === 'title' ? IN_TITLE : KINDS).flatMap((kind) => match.terms[kind])) {
    const bitmap = terms.bitmaps.get(term)
    if (bitmap) addBits(bits, bitmap[place])
    else if (marked <= MARKS_MAX) marked += markPostings(terms, term, { [place]: bits }, MARKS_MAX - marked)
  }
  holders.marks += marked
  return marked > MARKS_MAX ? undefined : bits
}

/** A word that is looked for in a place. */
export type Wanted = readonly [Match, Place]

function bitsOf(holders: Holders, [match, place]: Wanted): Bits | undefined {
  const known = holders.known[place]
  if (!known.has(match)) known.set(match, markMatch(holders, match, place))
  return known.get(match)
}

/**
 * The documents that hold all of some words, and some that lack one of too many documents. Undefined if all
 * have.
 */
export function holdersOf(holders: Holders, wanted: readonly Wanted[]): Bits | undefined {
  const [first, ...rest] = wanted.flatMap((each) => bitsOf(holders, each) ?? [])
  if (!first) return undefined
  const all = takeBits(holders)
  all.set(first)
  for (const bits of rest) keepBits(all, bits)
  return all
}
