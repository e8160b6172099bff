import {
  BODY,
  compareAge,
  type Documents,
  type Field,
  fieldOf,
  KEYWORD,
  TITLE,
  termOf,
  toEntry,
} from './documents.ts'
import { backwards, type Cursor, erase, has, insert, type Sorted, sizeOf, valuesOf } from './sorted.ts'
import { addSpelling, createSpelling, dropSpelling, isSpellable, type Spelling } from './spelling.ts'
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

/**
 * Every word with its postings: the documents that hold it and in which field, sorted from the oldest that has it in the
 * body to the newest that has it in the title. So a search reads the best from the end, and stops when it has enough.
 */
export interface Terms {
  readonly documents: Documents
  readonly vocabulary: Vocabulary
  readonly spelling: Spelling
  /** By term. */
  readonly postings: (Sorted | undefined)[]
  /**
   * A beginning that more than `CROWD_WORDS` words share ("s", "sh") has a term and postings of its own, so that a
   * search for it reads one list, however many words begin so. They leave bodies out: these would be most of the
   * memory, for the least of the results.
   */
  readonly crowded: Map<string, number>
}

export const CROWD_WORDS = 64
/** Below, a beginning's own postings go. The gap is so that a word coming and going does not rebuild them each time. */
const CROWD_WORDS_MIN = 32

export const createTerms = (documents: Documents): Terms => ({
  documents,
  vocabulary: createVocabulary(),
  spelling: createSpelling(),
  postings: [],
  crowded: new Map(),
})

const FIELD_BITS = 2
const toPosting = (slot: number, field: Field): number => ((slot << FIELD_BITS) | field) >>> 0
export const slotIn = (posting: number): number => posting >>> FIELD_BITS
export const fieldIn = (posting: number): number => posting & (2 ** FIELD_BITS - 1)

const beforePosting = (documents: Documents, slot: number, field: Field) => (other: number) => {
  const otherField = fieldIn(other)
  return otherField === field ? compareAge(documents, slotIn(other), slot) < 0 : otherField > field
}

/** In how many documents the term is. */
export const volumeOf = ({ postings }: Terms, term: number): number => sizeOf(postings[term])

/** The slots that have the term in that field, newest first. */
export function slotsWith({ postings }: Terms, term: number, field: Field): Cursor {
  const next = backwards(postings[term], (other) => fieldIn(other) >= field)
  return () => {
    const posting = next()
    return posting === -1 || fieldIn(posting) !== field ? -1 : slotIn(posting)
  }
}

export function addTo({ documents, postings }: Terms, entry: number, slot: number): void {
  const [term, field] = [termOf(entry), fieldOf(entry)]
  while (postings.length <= term) postings.push(undefined)
  postings[term] = insert(postings[term], toPosting(slot, field), beforePosting(documents, slot, field))
}

function takeFrom({ documents, postings }: Terms, entry: number, slot: number): void {
  const [term, field] = [termOf(entry), fieldOf(entry)]
  postings[term] = erase(postings[term], toPosting(slot, field), beforePosting(documents, slot, field))
}

const isIn = ({ documents, postings }: Terms, term: number, slot: number, field: Field): boolean =>
  has(postings[term], toPosting(slot, field), beforePosting(documents, slot, field))

/** Gives a beginning postings of its own, from those of its words. */
function addCrowded(terms: Terms, beginning: string): void {
  const crowd = takeId(terms.vocabulary, beginning)
  const all = wordsFrom(terms.vocabulary, beginning, Number.POSITIVE_INFINITY)
  const postings = all.flatMap((term) => valuesOf(terms.postings[term]))
  for (const field of [TITLE, KEYWORD] as const) {
    for (const posting of postings) {
      const slot = slotIn(posting)
      if (fieldIn(posting) !== field || (field === KEYWORD && isIn(terms, crowd, slot, TITLE))) continue
      addTo(terms, toEntry(crowd, field), slot)
    }
  }
  terms.crowded.set(beginning, crowd)
}

function dropCrowded(terms: Terms, beginning: string, crowd: number): void {
  terms.crowded.delete(beginning)
  terms.postings[crowd] = undefined
  freeId(terms.vocabulary, crowd)
}

export const hasCrowd = ({ vocabulary }: Terms, beginning: string): boolean =>
  hasMoreThan(vocabulary, CROWD_WORDS, beginning)

/** The term for a word, which becomes known by that. */
export function termFor(terms: Terms, word: string): number {
  const known = idOf(terms.vocabulary, word)
  if (known !== -1) return known
  const term = addWord(terms.vocabulary, word)
  if (isSpellable(word)) addSpelling(terms.spelling, word)
  for (let letters = 1; letters <= word.length; letters += 1) {
    const beginning = word.slice(0, letters)
    if (terms.crowded.has(beginning)) continue
    if (!hasCrowd(terms, beginning)) break
    addCrowded(terms, beginning)
  }
  return term
}

function forgetWord(terms: Terms, term: number): void {
  const word = terms.vocabulary.texts[term] as string
  dropWord(terms.vocabulary, term)
  if (isSpellable(word)) dropSpelling(terms.spelling, word)
  for (let letters = 1; letters <= word.length; letters += 1) {
    const beginning = word.slice(0, letters)
    const crowd = terms.crowded.get(beginning)
    if (crowd === undefined) return
    if (!hasMoreThan(terms.vocabulary, CROWD_WORDS_MIN, beginning)) dropCrowded(terms, beginning, crowd)
  }
}

/** Takes a document from a word's postings, and forgets the word when that was its last document. */
export function removeFrom(terms: Terms, entry: number, slot: number): void {
  takeFrom(terms, entry, slot)
  if (terms.postings[termOf(entry)] === undefined) forgetWord(terms, termOf(entry))
}

/** The entries that a document with these words has in the postings of crowded beginnings. */
function crowdEntries({ crowded, vocabulary }: Terms, entries: Uint32Array): number[] {
  const crowds = new Set<number>()
  const found: number[] = []
  for (const entry of entries) {
    if (fieldOf(entry) === BODY) break
    const word = vocabulary.texts[termOf(entry)] as string
    for (let letters = 1; letters <= word.length; letters += 1) {
      const crowd = crowded.get(word.slice(0, letters))
      if (crowd === undefined) break
      if (crowds.has(crowd)) continue
      crowds.add(crowd)
      found.push(toEntry(crowd, fieldOf(entry)))
    }
  }
  return found
}

export function addToCrowds(terms: Terms, entries: Uint32Array, slot: number): void {
  for (const entry of crowdEntries(terms, entries)) addTo(terms, entry, slot)
}

export function removeFromCrowds(terms: Terms, entries: Uint32Array, slot: number): void {
  for (const entry of crowdEntries(terms, entries)) takeFrom(terms, entry, slot)
}
