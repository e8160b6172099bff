import { FIELDS, type Field } from './documents.ts'
import { volumeOf } from './postings.ts'
import { corrections, isSpellable, TYPO_LETTERS_MIN } from './spelling.ts'
import { CROWD_WORDS, isCrowded, type Terms } from './terms.ts'
import { idOf, wordsFrom } from './vocabulary.ts'
import { isUnspaced, singularsOf } from './words.ts'

/**
 * How a word of a query meets a word of a document, the worst first. A crowd is a prefix of very many words.
 */
export const TYPO = 1
export const CROWD = 2
export const PREFIX = 3
export const EXACT = 4
export const KINDS = [TYPO, CROWD, PREFIX, EXACT] as const
export type Kind = (typeof KINDS)[number]

/** By field. A word in the title counts far more than any difference in how it is met. */
const POINTS: { readonly [kind in Kind]: readonly [title: number, keyword: number, body: number] } = {
  [EXACT]: [108, 7, 5],
  [PREFIX]: [107, 6, 4],
  [CROWD]: [107, 6, 0],
  [TYPO]: [3, 2, 1],
}

export const pointsOf = (kind: Kind, field: Field): number => POINTS[kind][field]

/** One group of places where a word can be found. */
export interface Tier {
  readonly kinds: readonly Kind[]
  readonly field: Field
  readonly points: number
}

/** The best first. */
export const TIERS: readonly Tier[] = ([[EXACT], [PREFIX, CROWD], [TYPO]] as const)
  .flatMap((kinds) => FIELDS.map((field) => ({ kinds, field, points: pointsOf(kinds[0], field) })))
  .sort((a, b) => b.points - a.points)

/** What one word of a query stands for. */
export interface Match {
  readonly terms: { readonly [kind in Kind]: readonly number[] }
  /** The beginning that `terms[CROWD]` is about. */
  readonly crowd: string | undefined
}

const knownOf = ({ vocabulary }: Terms, words: readonly string[]): number[] =>
  words.map((word) => idOf(vocabulary, word)).filter((term) => term !== -1)

/** Exact and prefix matches. `isLast` is the word being typed: even one letter of it is a prefix. */
export function matchWord(terms: Terms, word: string, isLast: boolean): Match {
  const exact = knownOf(terms, [word])
  const singulars = singularsOf(word)
  const isPrefix = isLast || word.length > 1 || isUnspaced(word)
  const crowd = isPrefix && isCrowded(terms, word) ? terms.crowds.get(word) : undefined
  const longer = isPrefix && crowd === undefined ? wordsFrom(terms.vocabulary, word, CROWD_WORDS) : []
  return {
    terms: {
      [EXACT]: exact,
      [PREFIX]: [...knownOf(terms, singulars), ...longer.filter((term) => term !== exact[0])],
      [CROWD]: crowd === undefined ? [] : [crowd],
      [TYPO]: [],
    },
    crowd: crowd === undefined ? undefined : word,
  }
}

/** A misspelt word stands for at most this many others, those with the most documents. */
const TYPO_TERMS_MAX = 32
/**
 * From this length on, the beginning of a word may be misspelt too. In shorter ones `black` would find
 * `backpack`.
 */
const TYPO_PREFIX_LETTERS_MIN = 7
const TYPO_PREFIX_WORDS_MAX = 16

/** The terms that `word` may be a slip of, and the steps taken to find them. */
function correctedTerms(terms: Terms, word: string): { found: number[]; steps: number } {
  if (!isSpellable(word)) return { found: [], steps: 0 }
  const { texts, steps } = corrections(terms.spelling, word)
  const isLong = word.length >= TYPO_PREFIX_LETTERS_MIN
  const found = texts.flatMap((text) => {
    if (isLong) return wordsFrom(terms.vocabulary, text, TYPO_PREFIX_WORDS_MAX)
    return Math.max(text.length, word.length) < TYPO_LETTERS_MIN ? [] : knownOf(terms, [text, `${text}s`])
  })
  return { found, steps }
}

/** Adds the matches with a typo. */
export function withTypos(terms: Terms, match: Match, word: string): { match: Match; steps: number } {
  const { texts } = terms.vocabulary
  const tried = [word, ...singularsOf(word)].map((each) => correctedTerms(terms, each))
  const typos = [...new Set(tried.flatMap((each) => each.found))]
    .filter((term) => !match.terms[EXACT].includes(term))
    .map((term) => ({ term, text: texts[term] as string, volume: volumeOf(terms, term) }))
    .sort((a, b) => b.volume - a.volume || (a.text < b.text ? -1 : 1))
    .slice(0, TYPO_TERMS_MAX)
  return {
    match: { ...match, terms: { ...match.terms, [TYPO]: typos.map((typo) => typo.term) } },
    steps: tried.reduce((sum, each) => sum + each.steps, 0),
  }
}

/** In how many places the word is found: documents that match in two ways count twice. */
export function volumeOfMatch(terms: Terms, match: Match): number {
  let sum = 0
  for (const kind of KINDS) for (const term of match.terms[kind]) sum += volumeOf(terms, term)
  return sum
}
