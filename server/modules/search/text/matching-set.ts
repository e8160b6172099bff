import { addBits, type Bits, countBits, keepBits, setBit, unitsFor } from './bitmaps.ts'
import { backwards } from './cursor.ts'
import type { Ranking } from './finding.ts'
import { KINDS, type Match } from './matching.ts'
import { markPostings } from './postings.ts'
import { hasTypo, mend, readMatches } from './ranking.ts'

/**
 * Typos are looked through where fewer than this are found as written: as many as a first page asks the
 * ranking for.
 */
export const MENDED_BELOW = 21

const createBits = (ranking: Ranking): Bits => new Uint32Array(unitsFor(ranking.documents.ids.length))

/** Adds the documents that a word is found in. */
function markWord({ terms }: Ranking, match: Match, bits: Bits): void {
  for (const kind of KINDS) {
    for (const term of match.terms[kind]) {
      const bitmap = terms.bitmaps.get(term)
      if (bitmap) addBits(bits, bitmap.any)
      else markPostings(terms, term, { any: bits }, Number.POSITIVE_INFINITY)
    }
  }
}

/** Adds the documents that every word is found in. */
function markAll(ranking: Ranking, [first, ...others]: readonly Match[], bits: Bits): void {
  if (first === undefined) return
  const all = createBits(ranking)
  markWord(ranking, first, all)
  for (const match of others) {
    const own = createBits(ranking)
    markWord(ranking, match, own)
    keepBits(all, own)
  }
  addBits(bits, all)
}

/**
 * All documents that a query finds, in no order: what `rank` ranks the best of. Its cost grows with the
 * documents that have the words, some 2 ns for each.
 */
export function matchingSet(ranking: Ranking, text: string): Bits {
  const { title, readings, strict } = readMatches(ranking, text)
  const bits = createBits(ranking)
  const next = backwards(ranking.titles.get(title), () => true)
  for (let slot = next(); slot !== -1; slot = next()) setBit(bits, slot)
  for (const matches of strict) markAll(ranking, matches, bits)
  if (countBits(bits) >= MENDED_BELOW) return bits
  const lenient = strict.map((matches, at) => mend(ranking, matches, readings[at] ?? []))
  for (const matches of lenient) if (matches.some(hasTypo)) markAll(ranking, matches, bits)
  if (countBits(bits) === 0) for (const match of lenient.at(-1) ?? []) markWord(ranking, match, bits)
  return bits
}
