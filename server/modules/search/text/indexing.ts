import {
  BODY,
  compareAge,
  createDocuments,
  type Documents,
  entriesOf,
  type Field,
  freeSlot,
  KEYWORD,
  setEntries,
  TITLE,
  takeSlot,
  termOf,
  toEntry,
} from './documents.ts'
import { addTo, removeFrom } from './postings.ts'
import { erase, insert, type Sorted } from './sorted.ts'
import { addToCrowds, createTerms, forgetUnused, removeFromCrowds, type Terms, termFor } from './terms.ts'
import { labelWords, proseWords, titleKey } from './words.ts'

export const TITLE_CHARS_MAX = 500
export const TITLE_WORDS_MAX = 100
export const KEYWORD_CHARS_MAX = 200
export const KEYWORD_WORDS_MAX = 1_000
export const BODY_CHARS_MAX = 2_000
export const BODY_WORDS_MAX = 500

/** What a search can find. Text past the limits above is not indexed. */
export interface TextDocument {
  readonly id: string
  readonly revision: number
  readonly title: string
  /** Vendor, tags, categories, option values, SKUs. */
  readonly keywords: readonly string[]
  /** Plain text. */
  readonly body: string
  /** Milliseconds since the epoch. Of equally good results, the newest comes first. */
  readonly createdAt: number
}

/** Everything that is known about the documents. */
export interface Index {
  readonly documents: Documents
  readonly terms: Terms
  /** The documents of each whole title, oldest first. */
  readonly titles: Map<string, Sorted>
}

export function createIndex(): Index {
  const documents = createDocuments()
  return { documents, terms: createTerms(documents), titles: new Map() }
}

/** Each word with its best field. New words become known. */
function toEntries(terms: Terms, { title, keywords, body }: TextDocument): Uint32Array {
  const known = new Set<number>()
  const entries: number[] = []
  const add = (words: readonly string[], field: Field, limit: number) => {
    for (const word of words.length > limit ? words.slice(0, limit) : words) {
      const term = termFor(terms, word)
      if (known.has(term)) continue
      known.add(term)
      entries.push(toEntry(term, field))
    }
  }
  const labels: string[] = []
  for (const keyword of keywords.slice(0, KEYWORD_WORDS_MAX)) {
    for (const word of labelWords(keyword.slice(0, KEYWORD_CHARS_MAX))) labels.push(word)
  }
  add(labelWords(title.slice(0, TITLE_CHARS_MAX)), TITLE, TITLE_WORDS_MAX)
  add(labels, KEYWORD, KEYWORD_WORDS_MAX)
  add(proseWords(body.slice(0, BODY_CHARS_MAX)), BODY, BODY_WORDS_MAX)
  return Uint32Array.from(entries).sort()
}

/** Calls back for what of two ascending lists is in the first only. */
function difference(a: Uint32Array, b: Uint32Array, onlyInA: (entry: number) => void): void {
  let at = 0
  for (const entry of a) {
    while (at < b.length && (b[at] as number) < entry) at += 1
    if (b[at] !== entry) onlyInA(entry)
  }
}

/**
 * Puts a document's words in the place of those that it had. Words that stay where they are are not touched.
 */
function setWords({ documents, terms }: Index, slot: number, fresh: Uint32Array): void {
  const before = entriesOf(documents, slot).slice()
  if (before.length === fresh.length && before.every((entry, at) => entry === fresh[at])) return
  removeFromCrowds(terms, before, slot)
  difference(before, fresh, (entry) => removeFrom(terms, entry, slot))
  difference(fresh, before, (entry) => addTo(terms, entry, slot))
  difference(before, fresh, (entry) => forgetUnused(terms, termOf(entry)))
  addToCrowds(terms, fresh, slot)
  setEntries(documents, slot, fresh)
}

function setTitle({ documents, titles }: Index, slot: number, title: string): void {
  const before = documents.titles[slot] as string
  if (before === title) return
  const isOlder = (other: number) => compareAge(documents, other, slot) < 0
  const left = erase(titles.get(before), slot, isOlder)
  if (left === undefined) titles.delete(before)
  else titles.set(before, left)
  if (title !== '') titles.set(title, insert(titles.get(title), slot, isOlder))
  documents.titles[slot] = title
}

export function removeDocument(index: Index, id: string): void {
  const slot = index.documents.slots.get(id)
  if (slot === undefined) return
  setWords(index, slot, new Uint32Array(0))
  setTitle(index, slot, '')
  freeSlot(index.documents, slot)
}

/** Inserts or replaces, unless what is known is of a later revision. */
export function putDocument(index: Index, document: TextDocument): void {
  const { documents, terms } = index
  const known = documents.slots.get(document.id)
  if (known !== undefined && document.revision < (documents.revisions[known] as number)) return
  // Everything is sorted by age: what changes its age leaves first.
  if (known !== undefined && document.createdAt !== documents.createdAts[known])
    removeDocument(index, document.id)
  const slot = documents.slots.get(document.id) ?? takeSlot(documents, document.id)
  documents.revisions[slot] = document.revision
  documents.createdAts[slot] = document.createdAt
  setWords(index, slot, toEntries(terms, document))
  setTitle(index, slot, titleKey(document.title.slice(0, TITLE_CHARS_MAX)))
}
