import { TITLE } from './documents.ts'
import { CROWD, EXACT, KINDS, type Match, PREFIX } from './matching.ts'
import { partsOf } from './sorted.ts'
import { fieldIn, slotIn, type Terms } from './terms.ts'

/** Where all words of a query are looked for: in the title, typos apart, or anywhere and anyhow. */
export type Place = 'title' | 'any'

/** Of one word, at most so many documents are marked for each place: the best and newest of each of its terms. */
export const MARKS_MAX = 32_768

/** One bit for each slot. Much smaller than the documents themselves, so thousands can be tested in no time. */
type Bits = Uint32Array

/** Sets the bits of the last documents of a term, which are the best; returns how many. */
function markTerm({ postings }: Terms, term: number, place: Place, bits: Bits, limit: number): number {
  const { blocks, counts } = partsOf(postings[term])
  let marked = 0
  for (let at = blocks.length - 1; at >= 0; at -= 1) {
    const block = blocks[at] as ArrayLike<number>
    for (let each = (counts[at] as number) - 1; each >= 0; each -= 1) {
      const posting = block[each] as number
      if (marked === limit || (place === 'title' && fieldIn(posting) !== TITLE)) return marked
      const slot = slotIn(posting)
      bits[slot >>> 5] = (bits[slot >>> 5] as number) | (1 << (slot & 31))
      marked += 1
    }
  }
  return marked
}

const IN_TITLE = [EXACT, PREFIX, CROWD] as const

function markMatch(terms: Terms, match: Match, place: Place, bits: Bits): number {
  let marked = 0
  for (const kind of place === 'title' ? IN_TITLE : KINDS) {
    for (const term of match.terms[kind]) marked += markTerm(terms, term, place, bits, MARKS_MAX - marked)
  }
  return marked
}

/** Room for the bits of one search after the other. */
export interface Holders {
  readonly pool: Bits[]
  taken: number
  /** Marks made by all searches so far. */
  marks: number
}

export const createHolders = (): Holders => ({ pool: [], taken: 0, marks: 0 })

function takeBits(holders: Holders, slots: number): Bits {
  const units = Math.ceil(slots / 32)
  const known = holders.pool[holders.taken]
  const bits = known && known.length >= units ? known.fill(0) : new Uint32Array(Math.ceil(units * 1.25))
  holders.pool[holders.taken] = bits
  holders.taken += 1
  return bits
}

const isMarked = (bits: Bits, slot: number): boolean =>
  (((bits[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1

/** Tells which documents hold all of some words. Nothing is marked before the first question. */
export function createHolderTest(holders: Holders, terms: Terms, matches: readonly Match[], place: Place) {
  let all: Bits[] | undefined
  const mark = (match: Match): Bits => {
    const bits = takeBits(holders, terms.documents.ids.length)
    holders.marks += markMatch(terms, match, place, bits)
    return bits
  }
  return (slot: number): boolean => {
    all ??= matches.map(mark)
    for (const bits of all) if (!isMarked(bits, slot)) return false
    return true
  }
}
