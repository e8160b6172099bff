import { type Best, isSettled, offer } from './best.ts'
import { KEYWORD } from './documents.ts'
import type { Place } from './holders.ts'
import { EXACT, type Match, pointsOf, TIERS, type Tier } from './matching.ts'
import { newestFirst } from './merge.ts'
import { WORD_POINTS } from './scoring.ts'
import type { Cursor } from './sorted.ts'
import { slotsWith, type Terms } from './terms.ts'

/** Bounds of one pass, however large the index: documents looked at, and of those, scored by their words. */
export const VISITS_MAX = 8_000
export const SCORES_MAX = 600
/** The first of them without asking whether they have the other words. With common words that is often enough. */
const SCORES_AT_ONCE = 200

/**
 * One walk through the documents of one word of the query, its driver: best place first, newest first. It ends when no
 * later document can be better than those found, or at its bounds.
 */
export interface Pass {
  readonly terms: Terms
  readonly driver: Match
  /** The most that the other words can add. */
  readonly othersAtBest: number
  /** And how much less at least when not all that could be in the title are. */
  readonly titleLoss: number
  /** Whether a document has all other words: those that can be in the title in the title, or anywhere. */
  readonly holds: { readonly [place in Place]: (slot: number) => boolean }
  /** True the first time it is asked of a slot. */
  readonly isNew: (slot: number) => boolean
  readonly scoreOf: (slot: number, tier: Tier) => number
  /** What a document must score to be a result. */
  readonly atLeast: number
  visits: number
  scores: number
  readonly scoresMax: number
}

/** The most points of a word that is not in the title. */
export const OUTSIDE_TITLE_MAX = pointsOf(EXACT, KEYWORD)

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

interface Deferred {
  readonly slot: number
  readonly tier: Tier
}

/** Walks one tier. Given a list, what lacks one of the other words in the title is put off. */
function walkTier(pass: Pass, best: Best, tier: Tier, deferred?: Deferred[]): 'on' | 'over' {
  const bound = WORD_POINTS + tier.points + pass.othersAtBest
  const next = newestFirst(pass.terms.documents, cursorsOf(pass.terms, pass.driver, tier))
  for (let slot = next(); slot !== -1; slot = next()) {
    if (isSettled(best, slot, bound) || pass.visits >= VISITS_MAX || pass.scores >= pass.scoresMax)
      return 'over'
    pass.visits += 1
    if (pass.scores < SCORES_AT_ONCE || pass.holds[deferred ? 'title' : 'any'](slot))
      consider(pass, best, slot, tier)
    else if (deferred && deferred.length < pass.scoresMax && pass.holds.any(slot))
      deferred.push({ slot, tier })
  }
  return 'on'
}

const isTitle = (tier: Tier): boolean => tier.points > OUTSIDE_TITLE_MAX

export function runPass(pass: Pass, best: Best): void {
  const deferred: Deferred[] = []
  const isOver = TIERS.filter(isTitle).some((tier) => walkTier(pass, best, tier, deferred) === 'over')
  for (const { slot, tier } of deferred) {
    const bound = WORD_POINTS + tier.points + pass.othersAtBest - pass.titleLoss
    if (pass.scores >= pass.scoresMax || isSettled(best, slot, bound)) break
    if (pass.holds.any(slot)) consider(pass, best, slot, tier)
  }
  if (!isOver) TIERS.some((tier) => !isTitle(tier) && walkTier(pass, best, tier) === 'over')
}
