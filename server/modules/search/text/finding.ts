import { type Best, createBest, drain } from './best.ts'
import type { Bits } from './bitmaps.ts'
import { beginHolders, createHolders, type Holders, holdersOf, type Wanted } from './holders.ts'
import type { Index } from './indexing.ts'
import { EXACT, type Match, pointsOf, volumeOfMatch } from './matching.ts'
import {
  AMONG_VISITS,
  type Budget,
  bestOf,
  type Candidates,
  DEEP_BUDGET,
  PAGE_BUDGET,
  type Pass,
  runPass,
  searchAmong,
  walkEach,
} from './pass.ts'
import { beginScoring, createScoring, type Scoring, score, WORD_POINTS } from './scoring.ts'
import type { Terms } from './terms.ts'

/** What searches share: the index, and room that is used again so that a search allocates little. */
export interface Ranking extends Index {
  readonly scoring: Scoring
  readonly holders: Holders
  /** By slot, the last pass that considered it. */
  seen: Uint32Array
  pass: number
  /** Documents and letters looked at by all searches so far. */
  steps: number
}

export function createRanking(index: Index): Ranking {
  const scoring = createScoring(index.documents, index.terms)
  return {
    ...index,
    scoring,
    holders: createHolders(index.terms),
    seen: new Uint32Array(0),
    pass: 0,
    steps: 0,
  }
}

const PASSES_MAX = 2 ** 32 - 1

/** Starts afresh; tells then of each slot whether it is asked about for the first time. */
function firstTimes(ranking: Ranking, found: ReadonlySet<number>): (slot: number) => boolean {
  const slots = ranking.documents.ids.length
  ranking.pass += 1
  if (ranking.seen.length < slots || ranking.pass > PASSES_MAX) {
    ranking.seen = new Uint32Array(Math.ceil(slots * 1.25))
    ranking.pass = 1
  }
  const { seen, pass } = ranking
  for (const slot of found) seen[slot] = pass
  return (slot) => {
    if (seen[slot] === pass) return false
    seen[slot] = pass
    return true
  }
}

/** One search: how many results it wants in all, what it may cost, and what it has found, the best first. */
export interface Search {
  readonly want: number
  readonly budget: Budget
  readonly found: Set<number>
  /** Only these are wanted. */
  readonly among?: Bits | undefined
}

/**
 * Past the first hundred, results may be more than a page's budget scores. There, and only there, pages may
 * overlap.
 */
const DEEP_FROM = 102

export const createSearch = (want: number, among?: Bits): Search => ({
  want,
  budget: { ...(want < DEEP_FROM ? PAGE_BUDGET : DEEP_BUDGET), ...(among && { visits: AMONG_VISITS }) },
  found: new Set(),
  among,
})

function keep(ranking: Ranking, search: Search, best: Best, pass: Pass): void {
  ranking.steps += pass.visits + pass.scores
  for (const slot of drain(best)) search.found.add(slot)
}

/** A word of the query, in how many places it is found, and the most points that it can add to a score. */
interface Word {
  readonly match: Match
  readonly volume: number
  readonly atBest: number
}

/** That of the fewest documents first. */
function toWords(terms: Terms, matches: readonly Match[]): Word[] {
  return matches
    .map((match) => ({ match, volume: volumeOfMatch(terms, match), atBest: bestOf(terms, match) }))
    .sort((a, b) => a.volume - b.volume)
}

const totalOf = (words: readonly Word[]): number => words.reduce((sum, { atBest }) => sum + atBest, 0)

function createPass(ranking: Ranking, words: readonly Word[], search: Search, own: Partial<Pass>): Pass {
  const total = totalOf(words)
  return {
    terms: ranking.terms,
    drivers: words.map(({ match, atBest }) => ({ match, othersAtBest: total - atBest })),
    budget: search.budget,
    isNew: firstTimes(ranking, search.found),
    scoreOf: (slot) => score(ranking.scoring, slot),
    atLeast: WORD_POINTS,
    visits: 0,
    scores: 0,
    ...own,
  }
}

/** The most points of a word that is not in the title. */
const OUTSIDE_AT_BEST = WORD_POINTS + pointsOf(EXACT, 1)

const canBeInTitle = ({ atBest }: Word): boolean => atBest > OUTSIDE_AT_BEST

function candidatesOf(holders: Holders, words: readonly Word[]): Candidates {
  const losses = words.filter(canBeInTitle).map(({ atBest }) => atBest - OUTSIDE_AT_BEST)
  const inTitle = words.map((word): Wanted => [word.match, canBeInTitle(word) ? 'title' : 'any'])
  beginHolders(holders)
  return {
    othersInTitle: () => (losses.length > 0 ? holdersOf(holders, inTitle.slice(1)) : undefined),
    inTitle: () => (losses.length > 0 ? holdersOf(holders, inTitle) : undefined),
    anywhere: () =>
      holdersOf(
        holders,
        words.map(({ match }): Wanted => [match, 'any']),
      ),
    outsideAtBest: losses.length > 0 ? totalOf(words) - Math.min(...losses) : totalOf(words),
  }
}

/** Where a document has the one word there is tells all. */
const aloneIn = ({ among }: Search): Partial<Pass> => ({
  budget: among ? { visits: AMONG_VISITS, scores: AMONG_VISITS } : DEEP_BUDGET,
  scoreOf: (_, tier) => WORD_POINTS + tier.points,
})

/** Finds documents that have every word. */
export function findAll(ranking: Ranking, matches: readonly Match[], search: Search): void {
  const words = toWords(ranking.terms, matches)
  if (words[0] === undefined || words[0].volume === 0) return
  const isAlone = words.length === 1
  const own = isAlone ? aloneIn(search) : { atLeast: words.length * WORD_POINTS }
  const pass = createPass(ranking, words, search, own)
  const best = createBest(ranking.documents, search.want - search.found.size)
  if (isAlone) walkEach(pass, best, search.among)
  else {
    beginScoring(ranking.scoring, matches)
    if (search.among) searchAmong(pass, best, search.among)
    else runPass(pass, best, candidatesOf(ranking.holders, words))
  }
  keep(ranking, search, best, pass)
}

/** Finds documents that have some words, those with the most first, out of the best of each word. */
export function findMost(ranking: Ranking, matches: readonly Match[], search: Search): void {
  const pass = createPass(ranking, toWords(ranking.terms, matches), search, {})
  const best = createBest(ranking.documents, search.want)
  beginScoring(ranking.scoring, matches)
  if (search.among) searchAmong(pass, best, search.among)
  else walkEach(pass, best)
  keep(ranking, search, best, pass)
}
