import { type Bits, hasBit } from './bitmaps.ts'
import { backwards } from './cursor.ts'
import { createSearch, findAll, findMost, type Ranking } from './finding.ts'
import { type Match, matchWord, TYPO, withTypos } from './matching.ts'
import { readQuery } from './words.ts'

export { createRanking, type Ranking } from './finding.ts'

export const hasTypo = (match: Match): boolean => match.terms[TYPO].length > 0

/** The matches of one reading of a query, with those that a typo hides. */
export function mend(ranking: Ranking, matches: readonly Match[], words: readonly string[]): Match[] {
  return matches.map((match, at) => {
    const mended = withTypos(ranking.terms, match, words[at] as string)
    ranking.steps += mended.steps
    return mended.match
  })
}

/** A query's words in each reading, as they are found without typos. */
export function readMatches(ranking: Ranking, text: string) {
  const { title, readings } = readQuery(text)
  const strict = readings.map((words) =>
    words.map((word, at) => matchWord(ranking.terms, word, at === words.length - 1)),
  )
  return { title, readings, strict }
}

/**
 * The slots of the best `want` documents for a query, the best first: those whose whole title it is, then
 * those with all its words, then those with all its words if typos are mended. If there are none: those with
 * most of its words. With `among`, only those count, all of which match.
 */
export function rank(ranking: Ranking, text: string, want: number, among?: Bits): number[] {
  const { title, readings, strict } = readMatches(ranking, text)
  const search = createSearch(want, among)
  const { found } = search
  const next = backwards(ranking.titles.get(title), () => true)
  for (let slot = next(); slot !== -1 && found.size < want; slot = next()) {
    if (!among || hasBit(among, slot)) found.add(slot)
  }
  ranking.steps += found.size
  for (const matches of strict) if (found.size < want) findAll(ranking, matches, search)
  if (found.size >= want) return [...found]
  const lenient = strict.map((matches, at) => mend(ranking, matches, readings[at] ?? []))
  for (const matches of lenient) {
    if (found.size < want && matches.some(hasTypo)) findAll(ranking, matches, search)
  }
  if (found.size === 0) findMost(ranking, lenient.at(-1) ?? [], search)
  return [...found]
}
