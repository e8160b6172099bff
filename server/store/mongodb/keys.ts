import type { Key } from '#store/engine.ts'

/*
 * MongoDB sorts by type first, with booleans after strings, and a comparison in a query never looks past its
 * own type. So the keys of an entry are written as one string, whose order, byte by byte in UTF-8, is that of
 * the index: every page of every read is then one range of one string.
 */

/** Sorts after everything that begins with what stands before it: the end of a stretch. */
export const HIGH = '\u{10ffff}'

/** Ends a text: below everything that a text holds, so that a shorter one comes first. */
const END = '\u0001'
/** Stands before the few characters that would be mistaken for a mark. */
const ESCAPE = '\u0002'
/** Ends a text that sorts downwards: above everything that it holds. */
const END_DOWN = '\u0082'

/** One key of an entry. None is the beginning of another, so that they can be strung together. */
export function encodeKey(key: Key, descending: boolean): string {
  const rank = rankOf(key)
  const mark = String(descending ? 4 - rank : rank)
  if (typeof key === 'number') return mark + encodeNumber(key, descending)
  if (typeof key !== 'string') return mark
  return mark + (descending ? encodeTextDown(key.toWellFormed()) : encodeText(key.toWellFormed()))
}

const rankOf = (key: Key): number =>
  key === null ? 0 : key === false ? 1 : key === true ? 2 : typeof key === 'number' ? 3 : 4

const bits = new DataView(new ArrayBuffer(8))

/** IEEE 754 sorts by its bits once those below zero are turned over, and the sign of the others is set. */
function encodeNumber(key: number, descending: boolean): string {
  bits.setFloat64(0, key === 0 ? 0 : key)
  const [high, low] = [bits.getInt32(0), bits.getInt32(4)]
  const turn = high < 0 !== descending ? -1 : 0
  const sign = high < 0 ? 0 : 1 << 31
  return toHex(high ^ sign ^ turn) + toHex(low ^ turn)
}

const toHex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')

// biome-ignore lint/suspicious/noControlCharactersInRegex: those that are marks here.
const MARKS = /[\u0000-\u0002]/g

const encodeText = (text: string): string =>
  text.replace(MARKS, (mark) => ESCAPE + String.fromCharCode(mark.charCodeAt(0) + 1)) + END

/**
 * Every character turned round, ASCII among itself, so that ids, which mostly are ASCII, do not grow. All
 * others are larger, so they sort lower here, behind a mark.
 */
function encodeTextDown(text: string): string {
  let encoded = ''
  for (const character of text) {
    const code = character.codePointAt(0) as number
    encoded += code < 0x80 ? String.fromCharCode(0x81 - code) : END + String.fromCodePoint(turnRound(code))
  }
  return encoded + END_DOWN
}

/** Code points without the surrogates, counted from the other end; never below 0x80. */
function turnRound(code: number): number {
  const place = 0x10f87f - (code < 0xd800 ? code : code - 0x800)
  return place < 0xd800 ? place : place + 0x800
}
