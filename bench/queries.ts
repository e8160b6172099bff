import { titleOf } from './catalogue.ts'
import { createRandom, indexBelow, pickFrom } from './random.ts'

const QUERIES_OF_A_KIND = 50
const TYPO_CHARS_MIN = 5

/**
 * What people type, about things the catalogue of so many products has, so that each query finds
 * something: one word, two words, the beginning of a word, a word with a typo; as many of each, mixed,
 * the same each time.
 */
export function searchQueries(products: number): string[] {
  const random = createRandom(7)
  const title = () => titleOf(indexBelow(products, random)).toLowerCase().split(' ')
  const word = () => {
    const words = title()
    return pickFrom(words, indexBelow(words.length, random))
  }
  const queries: string[] = []
  for (let at = 0; at < QUERIES_OF_A_KIND; at++) {
    const unfinished = word()
    queries.push(word(), title().slice(-2).join(' '), unfinished.slice(0, Math.ceil(unfinished.length / 2)))
    queries.push(mistype(longWord(word), random))
  }
  return queries
}

function longWord(word: () => string): string {
  for (;;) {
    const found = word()
    if (found.length >= TYPO_CHARS_MIN && /^[a-z]+$/.test(found)) return found
  }
}

/** Leaves one letter out, doubles one, or strikes the key beside it; never the first. */
export function mistype(word: string, random: () => number): string {
  const at = 1 + indexBelow(word.length - 1, random)
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)]
  const kind = indexBelow(3, random)
  if (kind === 0) return before + after
  if (kind === 1) return before + letter + letter + after
  return before + (letter === 'x' ? 'y' : 'x') + after
}
