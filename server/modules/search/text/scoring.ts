import { BODY, type Documents, FIELDS, toEntry } from './documents.ts'
import { CROWD, EXACT, KINDS, type Kind, type Match, pointsOf } from './matching.ts'
import type { Terms } from './terms.ts'
import { QUERY_WORDS_MAX } from './words.ts'

/** Each matched word is worth more than all points together. */
export const WORD_POINTS = 1_000

/**
 * A mark has a kind for each word of the query, 0 for none, and a bit that says that crowds have been
 * compared.
 */
const KIND_BITS = 3
const KIND_MASK = 2 ** KIND_BITS - 1
const COMPARED = 1 << (KIND_BITS * QUERY_WORDS_MAX)

/** By kind and field. */
const POINTS = new Uint8Array(32)
for (const kind of KINDS) for (const field of FIELDS) POINTS[kind * 4 + field] = pointsOf(kind, field)

const SIEVE = 4_096

/**
 * Tells what a document is worth to one query, by looking at its words. Made once; `beginScoring` for each
 * query.
 */
export interface Scoring {
  readonly documents: Documents
  readonly terms: Terms
  /** By term. Only those of `touched` are not zero. */
  marks: Uint32Array
  readonly touched: number[]
  /**
   * One for each term whose number has these last bits and that has a mark: small enough to stay in the CPU's
   * cache.
   */
  readonly sieve: Uint8Array
  crowds: readonly { readonly word: number; readonly beginning: string }[]
  words: number
  readonly best: Uint8Array
}

export const createScoring = (documents: Documents, terms: Terms): Scoring => ({
  documents,
  terms,
  marks: new Uint32Array(0),
  touched: [],
  sieve: new Uint8Array(SIEVE),
  crowds: [],
  words: 0,
  best: new Uint8Array(QUERY_WORDS_MAX),
})

function mark({ marks, sieve, touched }: Scoring, term: number, word: number, kind: Kind): void {
  const shift = word * KIND_BITS
  const marked = marks[term] as number
  if (((marked >>> shift) & KIND_MASK) >= kind) return
  marks[term] = (marked & ~(KIND_MASK << shift)) | (kind << shift)
  sieve[term % SIEVE] = 1
  touched.push(term)
}

function forget({ marks, sieve, touched }: Scoring): void {
  for (const term of touched) {
    marks[term] = 0
    sieve[term % SIEVE] = 0
  }
  touched.length = 0
}

export function beginScoring(scoring: Scoring, matches: readonly Match[]): void {
  forget(scoring)
  const { length } = scoring.terms.vocabulary.texts
  if (scoring.marks.length < length) scoring.marks = new Uint32Array(Math.ceil(length * 1.25))
  scoring.words = matches.length
  scoring.crowds = matches.flatMap(({ crowd }, word) =>
    crowd === undefined ? [] : { word, beginning: crowd },
  )
  matches.forEach((match, word) => {
    for (const kind of KINDS) {
      if (kind !== CROWD) for (const term of match.terms[kind]) mark(scoring, term, word, kind)
    }
  })
}

/** The words of a crowd are too many to mark beforehand, so each is compared when it first turns up. */
function compareCrowds(scoring: Scoring, term: number): number {
  const text = scoring.terms.vocabulary.texts[term] as string
  for (const { word, beginning } of scoring.crowds) {
    if (text.startsWith(beginning)) mark(scoring, term, word, CROWD)
  }
  const marked = (scoring.marks[term] as number) | COMPARED
  scoring.marks[term] = marked
  scoring.touched.push(term)
  return marked
}

/** Title and keywords come first in a document's entries; often they are all it takes. */
const FIRST_OF_BODY = toEntry(0, BODY)
const BODY_POINTS_MAX = pointsOf(EXACT, BODY)

function isBeyondBody({ best, words }: Scoring): boolean {
  for (let word = 0; word < words; word += 1) if ((best[word] as number) < BODY_POINTS_MAX) return false
  return true
}

/** Puts the points of each word's best place into `best`. */
function findBest(scoring: Scoring, slot: number): void {
  const { best, marks, sieve } = scoring
  const { entries, starts, counts } = scoring.documents
  const compares = scoring.crowds.length > 0
  let isBody = false
  best.fill(0)
  const start = starts[slot] as number
  const end = start + (counts[slot] as number)
  for (let at = start; at < end; at += 1) {
    const entry = entries[at] as number
    const term = (entry << 2) >>> 2
    if (entry >= FIRST_OF_BODY && !isBody) {
      if (isBeyondBody(scoring)) return
      isBody = true
    }
    if (sieve[term % SIEVE] === 0 && (isBody || !compares)) continue
    let kinds = marks[term] as number
    if (compares && !isBody && (kinds & COMPARED) === 0) kinds = compareCrowds(scoring, term)
    kinds &= COMPARED - 1
    for (let word = 0; kinds !== 0; word += 1, kinds >>>= KIND_BITS) {
      const points = POINTS[(kinds & KIND_MASK) * 4 + (entry >>> 30)] as number
      if (points > (best[word] as number)) best[word] = points
    }
  }
}

/** `WORD_POINTS` for each word of the query that the document has, and the points of their best places. */
export function score(scoring: Scoring, slot: number): number {
  findBest(scoring, slot)
  let sum = 0
  for (let word = 0; word < scoring.words; word += 1) {
    const points = scoring.best[word] as number
    if (points > 0) sum += WORD_POINTS + points
  }
  return sum
}
