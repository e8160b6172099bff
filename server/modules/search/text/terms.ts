import { BODY, type Documents, fieldOf, KEYWORD, TITLE, termOf, toEntry } from './documents.ts'
import {
  addTo,
  createPostings,
  dropPostings,
  isIn,
  type Postings,
  removeFrom,
  slotsIn,
  volumeOf,
} from './postings.ts'
import { isSpellable } from './spelling.ts'
import { addToTrie, createTrie, dropFromTrie, type Trie } from './trie.ts'
import {
  addWord,
  createVocabulary,
  dropWord,
  freeId,
  hasMoreThan,
  idOf,
  takeId,
  type Vocabulary,
  wordsFrom,
} from './vocabulary.ts'

/** Every word, and where it is. The number of a word is its term. */
export interface Terms extends Postings {
  readonly vocabulary: Vocabulary
  /** The words that may be misspelt. */
  readonly spelling: Trie
  /**
   * A beginning that more than `CROWD_WORDS` words share ("s", "sh") is a term too, with postings of its own,
   * so that a search for it reads one list, however many words begin so. They leave bodies out: these would
   * be most of the memory, for the least of the results.
   */
  readonly crowds: Map<string, number>
}

export const CROWD_WORDS = 64
/**
 * Below, a beginning is no term any more. The gap is so that one word coming and going does not rebuild it
 * each time.
 */
const CROWD_WORDS_MIN = 32

export const createTerms = (documents: Documents): Terms => ({
  ...createPostings(documents),
  vocabulary: createVocabulary(),
  spelling: createTrie(),
  crowds: new Map(),
})

/** Makes a beginning a term, with the documents of its words. */
function addCrowd(terms: Terms, beginning: string): void {
  const crowd = takeId(terms.vocabulary, beginning)
  const words = wordsFrom(terms.vocabulary, beginning, Number.POSITIVE_INFINITY)
  for (const word of words) {
    for (const slot of slotsIn(terms, word, TITLE)) addTo(terms, toEntry(crowd, TITLE), slot)
  }
  for (const word of words) {
    for (const slot of slotsIn(terms, word, KEYWORD)) {
      if (!isIn(terms, toEntry(crowd, TITLE), slot)) addTo(terms, toEntry(crowd, KEYWORD), slot)
    }
  }
  terms.crowds.set(beginning, crowd)
}

function dropCrowd(terms: Terms, beginning: string, crowd: number): void {
  terms.crowds.delete(beginning)
  dropPostings(terms, crowd)
  freeId(terms.vocabulary, crowd)
}

export const isCrowded = ({ vocabulary }: Terms, beginning: string): boolean =>
  hasMoreThan(vocabulary, CROWD_WORDS, beginning)

/** The term of a word, which becomes known by that. */
export function termFor(terms: Terms, word: string): number {
  const known = idOf(terms.vocabulary, word)
  if (known !== -1) return known
  const term = addWord(terms.vocabulary, word)
  if (isSpellable(word)) addToTrie(terms.spelling, word)
  for (let letters = 1; letters <= word.length; letters += 1) {
    const beginning = word.slice(0, letters)
    if (terms.crowds.has(beginning)) continue
    if (!isCrowded(terms, beginning)) break
    addCrowd(terms, beginning)
  }
  return term
}

/** Forgets a word that no document has any more. */
export function forgetUnused(terms: Terms, term: number): void {
  if (volumeOf(terms, term) > 0) return
  const word = terms.vocabulary.texts[term] as string
  dropWord(terms.vocabulary, term)
  if (isSpellable(word)) dropFromTrie(terms.spelling, word)
  for (let letters = 1; letters <= word.length; letters += 1) {
    const beginning = word.slice(0, letters)
    const crowd = terms.crowds.get(beginning)
    if (crowd === undefined) return
    if (!hasMoreThan(terms.vocabulary, CROWD_WORDS_MIN, beginning)) dropCrowd(terms, beginning, crowd)
  }
}

/**
 * The entries that a document with these words has for crowded beginnings: each in the best field of its
 * words.
 */
function crowdEntries({ crowds, vocabulary }: Terms, entries: Uint32Array): number[] {
  const known = new Set<number>()
  const found: number[] = []
  for (const entry of entries) {
    if (fieldOf(entry) === BODY) break
    const word = vocabulary.texts[termOf(entry)] as string
    for (let letters = 1; letters <= word.length; letters += 1) {
      const crowd = crowds.get(word.slice(0, letters))
      if (crowd === undefined) break
      if (known.has(crowd)) continue
      known.add(crowd)
      found.push(toEntry(crowd, fieldOf(entry)))
    }
  }
  return found
}

export function addToCrowds(terms: Terms, entries: Uint32Array, slot: number): void {
  for (const entry of crowdEntries(terms, entries)) addTo(terms, entry, slot)
}

export function removeFromCrowds(terms: Terms, entries: Uint32Array, slot: number): void {
  for (const entry of crowdEntries(terms, entries)) removeFrom(terms, entry, slot)
}
