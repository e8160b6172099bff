import { randomInt } from 'node:crypto'
import { onwards } from './cursor.ts'
import { erase, insert, type Sorted } from './sorted.ts'

/**
 * The known words. Each has a number, which is used again once the word is gone, and a place in sorted order.
 * The way from word to number is a hash table of numbers alone: half a million article numbers in a `Map`
 * would take 25 MB more and stop the process for a tenth of a second whenever it grows.
 */
export interface Vocabulary {
  readonly texts: string[]
  readonly free: number[]
  /** In code unit order. */
  order: Sorted | undefined
  /** Open addressing, two units a place: the number + 1, or 0 where nothing is; and the hash of the word. */
  table: Uint32Array
  size: number
}

const PLACES_MIN = 1_024

export const createVocabulary = (): Vocabulary => ({
  texts: [],
  free: [],
  order: undefined,
  table: new Uint32Array(PLACES_MIN * 2),
  size: 0,
})

/** Different in each process, so that nobody can prepare words that all meet in one place. */
const HASH_SEED = randomInt(2 ** 32)

/** FNV-1a over code units, with a last mix because the table uses the low bits. */
function hashOf(word: string): number {
  let hash = HASH_SEED
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

const placesOf = (table: Uint32Array): number => table.length / 2
const idAt = (table: Uint32Array, place: number): number => (table[place * 2] as number) - 1
const hashAt = (table: Uint32Array, place: number): number => table[place * 2 + 1] as number

function setPlace(table: Uint32Array, place: number, id: number, hash: number): void {
  table[place * 2] = id + 1
  table[place * 2 + 1] = hash
}

/** Where `word` is in the table, or the empty place where it would go. */
function placeOf({ table, texts }: Vocabulary, word: string, hash: number): number {
  const mask = placesOf(table) - 1
  let place = hash & mask
  for (;;) {
    const id = idAt(table, place)
    if (id === -1 || (hashAt(table, place) === hash && texts[id] === word)) return place
    place = (place + 1) & mask
  }
}

/** The number of a word, or -1. */
export const idOf = (vocabulary: Vocabulary, word: string): number =>
  idAt(vocabulary.table, placeOf(vocabulary, word, hashOf(word)))

function growTable(vocabulary: Vocabulary): void {
  const before = vocabulary.table
  const table = new Uint32Array(before.length * 2)
  const mask = placesOf(table) - 1
  for (let from = 0; from < placesOf(before); from += 1) {
    if (idAt(before, from) === -1) continue
    let place = hashAt(before, from) & mask
    while (idAt(table, place) !== -1) place = (place + 1) & mask
    setPlace(table, place, idAt(before, from), hashAt(before, from))
  }
  vocabulary.table = table
}

/** Empties a place, and moves up what had to give way to it, so that no look-up ends too early. */
function clearPlace({ table }: Vocabulary, cleared: number): void {
  const mask = placesOf(table) - 1
  let hole = cleared
  setPlace(table, hole, -1, 0)
  for (let place = (hole + 1) & mask; idAt(table, place) !== -1; place = (place + 1) & mask) {
    const home = hashAt(table, place) & mask
    if (((place - home) & mask) < ((place - hole) & mask)) continue
    setPlace(table, hole, idAt(table, place), hashAt(table, place))
    setPlace(table, place, -1, 0)
    hole = place
  }
}

/**
 * A copy that stands on its own. Engines cut long words out of a text without copying, and then one rare word
 * keeps the whole description in memory.
 */
const detached = (word: string): string =>
  word.length < 13
    ? word
    : String.fromCharCode(...Array.from({ length: word.length }, (_, at) => word.charCodeAt(at)))

/** A number for `text` without making it a word. */
export function takeId({ free, texts }: Vocabulary, text: string): number {
  const id = free.pop() ?? texts.length
  texts[id] = text
  return id
}

export function freeId({ free, texts }: Vocabulary, id: number): void {
  texts[id] = ''
  free.push(id)
}

/** Adds a word that is not there yet. */
export function addWord(vocabulary: Vocabulary, word: string): number {
  if (vocabulary.size * 5 >= placesOf(vocabulary.table) * 3) growTable(vocabulary)
  const { texts } = vocabulary
  const hash = hashOf(word)
  const place = placeOf(vocabulary, word, hash)
  const id = takeId(vocabulary, detached(word))
  setPlace(vocabulary.table, place, id, hash)
  vocabulary.order = insert(vocabulary.order, id, (other) => (texts[other] as string) < word)
  vocabulary.size += 1
  return id
}

export function dropWord(vocabulary: Vocabulary, id: number): void {
  const { texts } = vocabulary
  const word = texts[id] as string
  vocabulary.order = erase(vocabulary.order, id, (other) => (texts[other] as string) < word)
  clearPlace(vocabulary, placeOf(vocabulary, word, hashOf(word)))
  vocabulary.size -= 1
  freeId(vocabulary, id)
}

/** The numbers of the first `limit` words, in order, that begin with `prefix`. */
export function wordsFrom({ order, texts }: Vocabulary, prefix: string, limit: number): number[] {
  const found: number[] = []
  const next = onwards(order, (other) => (texts[other] as string) < prefix)
  for (let id = next(); id !== -1 && found.length < limit; id = next()) {
    if (!(texts[id] as string).startsWith(prefix)) break
    found.push(id)
  }
  return found
}

/** Whether more than `count` words begin with `prefix`. */
export function hasMoreThan({ order, texts }: Vocabulary, count: number, prefix: string): boolean {
  const id = onwards(order, (other) => (texts[other] as string) < prefix, count)()
  return id !== -1 && (texts[id] as string).startsWith(prefix)
}
