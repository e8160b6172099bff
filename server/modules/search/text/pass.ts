import { type Best, isFullAbove, isSettled, offer } from './best.ts'
import { type Bits, countBits, hasBit, slotsOf } from './bitmaps.ts'
import { type Cursor, newestFirst } from './cursor.ts'
import { type Match, TIERS, type Tier } from './matching.ts'
import { slotsWith } from './postings.ts'
import { WORD_POINTS } from './scoring.ts'
import type { Terms } from './terms.ts'

/** Bounds of one pass, however large the index: documents looked at, and of those, scored by their words. */
export interface Budget {
  readonly visits: number
  readonly scores: number
}

/** How far one walk may go, and which documents it scores where not all. */
interface Limits extends Budget {
  readonly among?: Bits | undefined
}

/** For a first page; and for one far down. */
export const PAGE_BUDGET: Budget = { visits: 8_000, scores: 600 }
export const DEEP_BUDGET: Budget = { visits: 20_000, scores: 2_000 }

/** Among chosen documents most that are looked at are passed over, which costs next to nothing. */
export const AMONG_VISITS = 200_000

/**
 * So many are scored before it is asked which documents have the other words, and so many are looked at
 * before it is asked which have all. With common words that is often enough.
 */
const SCORES_AT_ONCE = 64
const VISITS_AT_ONCE = 1_000

/**
 * A word of the query whose documents are walked through, and the most points that the other words can add.
 */
export interface Driver {
  readonly match: Match
  readonly othersAtBest: number
}

/** A search for the best documents by some words. */
export interface Pass {
  readonly terms: Terms
  /** One for each word, the rarest first. */
  readonly drivers: readonly Driver[]
  readonly budget: Budget
  /** True the first time it is asked of a slot. */
  readonly isNew: (slot: number) => boolean
  readonly scoreOf: (slot: number, tier: Tier) => number
  /** What a document must score to be a result. */
  readonly atLeast: number
  visits: number
  scores: number
}

function cursorsOf(terms: Terms, match: Match, tier: Tier): Cursor[] {
  return tier.kinds.flatMap((kind) => match.terms[kind].map((term) => slotsWith(terms, term, tier.field)))
}

const hasAny = (terms: Terms, match: Match, tier: Tier): boolean =>
  cursorsOf(terms, match, tier).some((next) => next() !== -1)

/** The most that a word can add to a score. */
export function bestOf(terms: Terms, match: Match): number {
  const tier = TIERS.find((each) => hasAny(terms, match, each))
  return tier === undefined ? 0 : WORD_POINTS + tier.points
}

function consider(pass: Pass, best: Best, slot: number, tier: Tier): void {
  if (!pass.isNew(slot)) return
  pass.scores += 1
  const points = pass.scoreOf(slot, tier)
  if (points >= pass.atLeast) offer(best, slot, points)
}

/** How a walk ends: no later document can be better, there is none, or the budget is used up. */
type Outcome = 'settled' | 'ended' | 'spent'

/** Walks the documents of a driver: best place first, newest first. With `among`, only those are scored. */
function walk(pass: Pass, best: Best, driver: Driver, { visits, scores, among }: Limits): Outcome {
  for (const tier of TIERS) {
    const bound = WORD_POINTS + tier.points + driver.othersAtBest
    const next = newestFirst(pass.terms.documents, cursorsOf(pass.terms, driver.match, tier))
    for (let slot = next(); slot !== -1; slot = next()) {
      if (isSettled(best, slot, bound)) return 'settled'
      if (pass.scores >= scores || pass.visits >= visits) return 'spent'
      pass.visits += 1
      if (!among || hasBit(among, slot)) consider(pass, best, slot, tier)
    }
  }
  return 'ended'
}

/** Walks the documents of each word, which share what is left of the budget. */
export function walkEach(pass: Pass, best: Best, among?: Bits): void {
  pass.drivers.forEach((driver, at) => {
    const share = (total: number, spent: number) =>
      spent + Math.ceil((total - spent) / (pass.drivers.length - at))
    const budget = {
      visits: share(pass.budget.visits, pass.visits),
      scores: share(pass.budget.scores, pass.scores),
    }
    walk(pass, best, driver, { ...budget, among })
  })
}

/** Scores all of some documents if there are few enough, else walks to the best of them. */
export function searchAmong(pass: Pass, best: Best, among: Bits): void {
  if (countBits(among) > pass.budget.scores - pass.scores) walkEach(pass, best, among)
  else for (const slot of slotsOf(among)) consider(pass, best, slot, TIERS[0] as Tier)
}

/**
 * Documents that have several words: each that can be in the title there, or anywhere. Undefined when not
 * known.
 */
export interface Candidates {
  /** Of all words but the rarest. */
  readonly othersInTitle: () => Bits | undefined
  readonly inTitle: () => Bits | undefined
  readonly anywhere: () => Bits | undefined
  /** The most points of a document that does not have them all in the title. */
  readonly outsideAtBest: number
}

/** Finds the best documents that have all words. */
export function runPass(pass: Pass, best: Best, candidates: Candidates): void {
  const { budget } = pass
  const rarest = pass.drivers[0] as Driver
  if (walk(pass, best, rarest, { ...budget, scores: SCORES_AT_ONCE }) !== 'spent') return
  const likely = candidates.othersInTitle()
  const outcome = likely
    ? walk(pass, best, rarest, { ...budget, visits: VISITS_AT_ONCE, among: likely })
    : 'spent'
  if (outcome === 'settled') return
  const inTitle = outcome === 'spent' ? candidates.inTitle() : undefined
  if (inTitle) searchAmong(pass, best, inTitle)
  if (isFullAbove(best, candidates.outsideAtBest)) return
  const anywhere = candidates.anywhere()
  if (anywhere) searchAmong(pass, best, anywhere)
  else walkEach(pass, best)
}
