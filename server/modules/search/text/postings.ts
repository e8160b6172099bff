import { type Bitmap, clearBit, createBitmap, deservesBitmap, keepsBitmap, setBit } from './bitmaps.ts'
import { backwards, type Cursor } from './cursor.ts'
import { compareAge, type Documents, type Field, fieldOf, TITLE, termOf } from './documents.ts'
import { erase, has, insert, partsOf, type Sorted, sizeOf, valuesOf } from './sorted.ts'

/**
 * For each term the documents that have it and in which field, sorted from the oldest that has it in the body
 * to the newest that has it in the title. So a search reads the best from the end, and stops when it has
 * enough.
 */
export interface Postings {
  readonly documents: Documents
  /** By term. */
  readonly lists: (Sorted | undefined)[]
  /** Of the terms that very many documents have. */
  readonly bitmaps: Map<number, Bitmap>
}

export const createPostings = (documents: Documents): Postings => ({
  documents,
  lists: [],
  bitmaps: new Map(),
})

const FIELD_BITS = 2
const toPosting = (slot: number, field: Field): number => ((slot << FIELD_BITS) | field) >>> 0
const slotIn = (posting: number): number => posting >>> FIELD_BITS
const fieldIn = (posting: number): Field => (posting & (2 ** FIELD_BITS - 1)) as Field

const beforePosting = (documents: Documents, slot: number, field: Field) => (other: number) => {
  const otherField = fieldIn(other)
  return otherField === field ? compareAge(documents, slotIn(other), slot) < 0 : otherField > field
}

/** In how many documents the term is. */
export const volumeOf = ({ lists }: Postings, term: number): number => sizeOf(lists[term])

/** The slots that have the term in that field, newest first. */
export function slotsWith({ lists }: Postings, term: number, field: Field): Cursor {
  const next = backwards(lists[term], (other) => fieldIn(other) >= field)
  return () => {
    const posting = next()
    return posting === -1 || fieldIn(posting) !== field ? -1 : slotIn(posting)
  }
}

/**
 * Sets the bit of each document that has the term in that place, the best documents first, and stops when
 * they turn out to be more than `limit`. Returns how many it set.
 */
export function markPostings(
  postings: Postings,
  term: number,
  bitmap: Partial<Bitmap>,
  limit: number,
): number {
  const { blocks, counts } = partsOf(postings.lists[term])
  let marked = 0
  for (let at = blocks.length - 1; at >= 0; at -= 1) {
    const block = blocks[at] as ArrayLike<number>
    for (let each = (counts[at] as number) - 1; each >= 0; each -= 1) {
      const posting = block[each] as number
      const isTitle = fieldIn(posting) === TITLE
      if (marked > limit || (!isTitle && !bitmap.any)) return marked
      if (isTitle && bitmap.title) setBit(bitmap.title, slotIn(posting))
      if (bitmap.any) setBit(bitmap.any, slotIn(posting))
      marked += 1
    }
  }
  return marked
}

function makeBitmap(postings: Postings, term: number): void {
  const bitmap = createBitmap(postings.documents.ids.length)
  markPostings(postings, term, bitmap, Number.POSITIVE_INFINITY)
  postings.bitmaps.set(term, bitmap)
}

function noteAdded(postings: Postings, entry: number, slot: number): void {
  const term = termOf(entry)
  const bitmap = postings.bitmaps.get(term)
  if (bitmap && slot < bitmap.any.length * 32) {
    setBit(bitmap.any, slot)
    if (fieldOf(entry) === TITLE) setBit(bitmap.title, slot)
  } else if (bitmap || deservesBitmap(volumeOf(postings, term), postings.documents.ids.length))
    makeBitmap(postings, term)
}

export function addTo(postings: Postings, entry: number, slot: number): void {
  const { documents, lists } = postings
  const term = termOf(entry)
  const field = fieldOf(entry)
  while (lists.length <= term) lists.push(undefined)
  lists[term] = insert(lists[term], toPosting(slot, field), beforePosting(documents, slot, field))
  noteAdded(postings, entry, slot)
}

export function removeFrom(postings: Postings, entry: number, slot: number): void {
  const { documents, lists, bitmaps } = postings
  const term = termOf(entry)
  const field = fieldOf(entry)
  lists[term] = erase(lists[term], toPosting(slot, field), beforePosting(documents, slot, field))
  const bitmap = bitmaps.get(term)
  if (!bitmap) return
  clearBit(bitmap.any, slot)
  clearBit(bitmap.title, slot)
  if (!keepsBitmap(volumeOf(postings, term), documents.ids.length)) bitmaps.delete(term)
}

/** Whether the document has the term in that field. */
export const isIn = ({ documents, lists }: Postings, entry: number, slot: number): boolean =>
  has(lists[termOf(entry)], toPosting(slot, fieldOf(entry)), beforePosting(documents, slot, fieldOf(entry)))

/** The documents that have the term in that field, oldest first. */
export const slotsIn = ({ lists }: Postings, term: number, field: Field): number[] =>
  valuesOf(lists[term])
    .filter((posting) => fieldIn(posting) === field)
    .map(slotIn)

export function dropPostings({ lists, bitmaps }: Postings, term: number): void {
  lists[term] = undefined
  bitmaps.delete(term)
}
