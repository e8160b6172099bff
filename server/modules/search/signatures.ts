import { type Documents, entriesOf, fieldOf, TITLE, termOf } from './documents.ts'

/**
 * 64 bytes for each document that tell, without a look at its words, that it does not have one: a bit for the first
 * three letters of each word, several beginnings sharing it. The first units are for the words of the title alone.
 * About one yes in ten is wrong; a no never is.
 */
export interface Signatures {
  units: Uint32Array
}

const UNITS = 16
const TITLE_UNITS = 4
const SIGNED_LETTERS = 3

export const createSignatures = (): Signatures => ({ units: new Uint32Array(UNITS * 64) })

/** What words that begin like `text` have in common; -1 when `text` is too short to tell. */
export function signOf(text: string): number {
  if (text.length < SIGNED_LETTERS) return -1
  const mixed = (text.charCodeAt(0) * 31 + text.charCodeAt(1)) * 31 + text.charCodeAt(2)
  return Math.imul(mixed, 0x9e3779b1) >>> 8
}

const titleBit = (sign: number): number => sign % (TITLE_UNITS * 32)
const anyBit = (sign: number): number => TITLE_UNITS * 32 + (sign % ((UNITS - TITLE_UNITS) * 32))

function setBit({ units }: Signatures, slot: number, bit: number): void {
  const at = slot * UNITS + (bit >>> 5)
  units[at] = (units[at] as number) | (1 << (bit & 31))
}

const hasBit = ({ units }: Signatures, slot: number, bit: number): boolean =>
  (((units[slot * UNITS + (bit >>> 5)] as number) >>> (bit & 31)) & 1) === 1

/** Makes the signature of a document anew. `texts` are the words by number. */
export function sign(
  signatures: Signatures,
  documents: Documents,
  slot: number,
  texts: readonly string[],
): void {
  if ((slot + 1) * UNITS > signatures.units.length) {
    const larger = new Uint32Array(Math.ceil((slot + 1) * 1.25) * UNITS)
    larger.set(signatures.units)
    signatures.units = larger
  }
  signatures.units.fill(0, slot * UNITS, (slot + 1) * UNITS)
  for (const entry of entriesOf(documents, slot)) {
    const own = signOf(texts[termOf(entry)] as string)
    if (own === -1) continue
    setBit(signatures, slot, anyBit(own))
    if (fieldOf(entry) === TITLE) setBit(signatures, slot, titleBit(own))
  }
}

/** The bits that stand for one word of a query, which may be met by words of several beginnings. */
export interface Needle {
  readonly title: readonly number[]
  readonly any: readonly number[]
}

/** Undefined when one of the texts is too short for a signature to tell. */
export function toNeedle(texts: readonly string[]): Needle | undefined {
  const signs = [...new Set(texts.map(signOf))]
  return signs.includes(-1) ? undefined : { title: signs.map(titleBit), any: signs.map(anyBit) }
}

/** False when the document surely misses one of the needles: in its title, or anywhere. */
export function mayHold(
  signatures: Signatures,
  slot: number,
  needles: readonly Needle[],
  place: keyof Needle,
): boolean {
  for (const needle of needles) {
    let isHeld = false
    for (const bit of needle[place]) isHeld ||= hasBit(signatures, slot, bit)
    if (!isHeld) return false
  }
  return true
}
