import { createBest, drain } from './best.ts'
import type { Documents } from './documents.ts'
import { createHolders, createHolderTest, type Holders, type Place } from './holders.ts'
import { type Match, matchWord, TYPO, volumeOfMatch, withTypos } from './matching.ts'
import { bestOf, OUTSIDE_TITLE_MAX, type Pass, runPass, SCORES_MAX } from './pass.ts'
import { beginScoring, createScoring, type Scoring, score, WORD_POINTS } from './scoring.ts'
import { type Sorted, valuesOf } from './sorted.ts'
import type { Terms } from './terms.ts'
import { readQuery } from './words.ts'

/** What searches share: the index, and room that is used again so that a search allocates little. */
export interface Ranking {
  readonly documents: Documents
  readonly terms: Terms
  /** The documents of each whole title, oldest first. */
  readonly titles: Map<string, Sorted>
  readonly scoring: Scoring
  readonly holders: Holders
  /** By slot, the last pass that considered it. */
  seen: Uint32Array
  pass: number
  /** Documents and letters looked at by all searches so far. */
  steps: number
}

export function createRanking(index: Pick<Ranking, 'documents' | 'terms' | 'titles'>): Ranking {
  const scoring = createScoring(index.documents, index.terms)
  return { ...index, scoring, holders: createHolders(), seen: new Uint32Array(0), pass: 0, steps: 0 }
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

const hasTypo = (match: Match): boolean => match.terms[TYPO].length > 0

/** The word of the fewest documents leads. */
function rarestOf(terms: Terms, matches: readonly Match[]): Match | undefined {
  const volumes = matches.map((match) => volumeOfMatch(terms, match))
  const least = Math.min(...volumes)
  return least === 0 ? undefined : matches[volumes.indexOf(least)]
}

/** Adds up to `want` documents that have every word of the query. */
function findAll(ranking: Ranking, matches: readonly Match[], want: number, found: Set<number>): void {
  const { documents, terms, scoring } = ranking
  const driver = rarestOf(terms, matches)
  if (!driver) return
  const others = matches
    .filter((match) => match !== driver)
    .map((match) => ({ match, best: bestOf(terms, match) }))
  const inTitle = others.filter(({ best }) => best > WORD_POINTS + OUTSIDE_TITLE_MAX)
  const holdAll = (of: typeof others, place: Place) =>
    createHolderTest(
      ranking.holders,
      terms,
      of.map(({ match }) => match),
      place,
    )
  ranking.holders.taken = 0
  if (others.length > 0) beginScoring(scoring, matches)
  const pass: Pass = {
    terms,
    driver,
    othersAtBest: others.reduce((sum, { best }) => sum + best, 0),
    titleLoss: Math.min(...inTitle.map(({ best }) => best - WORD_POINTS - OUTSIDE_TITLE_MAX)),
    holds: { title: holdAll(inTitle, 'title'), any: holdAll(others, 'any') },
    isNew: firstTimes(ranking, found),
    scoreOf: (slot, tier) => (others.length > 0 ? score(scoring, slot) : WORD_POINTS + tier.points),
    atLeast: matches.length * WORD_POINTS,
    visits: 0,
    scores: 0,
    scoresMax: others.length > 0 ? SCORES_MAX : Number.POSITIVE_INFINITY,
  }
  const best = createBest(documents, want)
  runPass(pass, best)
  ranking.steps += pass.visits + pass.scores
  for (const slot of drain(best)) found.add(slot)
}

/** Adds up to `want` documents that have some words of the query, most first, out of the best of each word. */
function findMost(ranking: Ranking, matches: readonly Match[], want: number, found: Set<number>): void {
  const { documents, terms, scoring } = ranking
  const best = createBest(documents, want)
  const isNew = firstTimes(ranking, found)
  const atBest = matches.map((match) => bestOf(terms, match))
  const total = atBest.reduce((sum, each) => sum + each, 0)
  beginScoring(scoring, matches)
  matches.forEach((driver, at) => {
    const pass: Pass = {
      terms,
      driver,
      othersAtBest: total - (atBest[at] as number),
      titleLoss: 0,
      holds: { title: () => true, any: () => true },
      isNew,
      scoreOf: (slot) => score(scoring, slot),
      atLeast: WORD_POINTS,
      visits: 0,
      scores: 0,
      scoresMax: Math.ceil(SCORES_MAX / matches.length),
    }
    runPass(pass, best)
    ranking.steps += pass.visits + pass.scores
  })
  for (const slot of drain(best)) found.add(slot)
}

/** The matches of each reading of a query, with those that a typo hides. */
function mend(ranking: Ranking, matches: readonly Match[], words: readonly string[]): Match[] {
  return matches.map((match, at) => {
    const mended = withTypos(ranking.terms, match, words[at] as string)
    ranking.steps += mended.steps
    return mended.match
  })
}

/**
 * The slots of the best `want` documents for a query, the best first: those whose whole title it is, then those with all
 * its words, then those with all its words if typos are mended. If there are none: those with most of its words.
 */
export function rank(ranking: Ranking, text: string, want: number): number[] {
  const { title, readings } = readQuery(text)
  const found = new Set(valuesOf(ranking.titles.get(title)).slice(-want).reverse())
  const strict = readings.map((words) =>
    words.map((word, at) => matchWord(ranking.terms, word, at === words.length - 1)),
  )
  for (const matches of strict) {
    if (found.size < want) findAll(ranking, matches, want - found.size, found)
  }
  if (found.size >= want) return [...found]
  const lenient = strict.map((matches, at) => mend(ranking, matches, readings[at] ?? []))
  for (const matches of lenient) {
    if (found.size < want && matches.some(hasTypo)) findAll(ranking, matches, want - found.size, found)
  }
  if (found.size === 0) findMost(ranking, lenient.at(-1) ?? [], want, found)
  return [...found]
}
