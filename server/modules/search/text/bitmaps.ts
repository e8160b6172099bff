/**
 * One bit for each slot: much smaller than the documents themselves, so that thousands can be tested in no
 * time.
 */
export type Bits = Uint32Array

/** Where the words of a query are looked for: in the title, typos apart, or anywhere and anyhow. */
export type Place = 'title' | 'any'

/** The documents that have a very common term, in their title and anywhere. */
export type Bitmap = { readonly [place in Place]: Bits }

export const unitsFor = (slots: number): number => Math.ceil(slots / 32)

export const createBitmap = (slots: number): Bitmap => ({
  title: new Uint32Array(unitsFor(slots * 1.25)),
  any: new Uint32Array(unitsFor(slots * 1.25)),
})

export function setBit(bits: Bits, slot: number): void {
  bits[slot >>> 5] = (bits[slot >>> 5] as number) | (1 << (slot & 31))
}

export function clearBit(bits: Bits, slot: number): void {
  bits[slot >>> 5] = (bits[slot >>> 5] as number) & ~(1 << (slot & 31))
}

export const hasBit = (bits: Bits, slot: number): boolean =>
  (((bits[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1

/** Sets in `bits`, which is at least as long, what is set in `others`. */
export function addBits(bits: Bits, others: Bits): void {
  const units = Math.min(bits.length, others.length)
  for (let at = 0; at < units; at += 1) bits[at] = (bits[at] as number) | (others[at] as number)
}

/** Clears in `bits` what is not set in `others`. */
export function keepBits(bits: Bits, others: Bits): void {
  const units = Math.min(bits.length, others.length)
  for (let at = 0; at < units; at += 1) bits[at] = (bits[at] as number) & (others[at] as number)
  bits.fill(0, units)
}

export function countBits(bits: Bits): number {
  let count = 0
  for (const unit of bits) {
    if (unit === 0) continue
    const pairs = unit - ((unit >>> 1) & 0x55555555)
    const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
    count += Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The slots whose bits are set, the last first. */
export function* slotsOf(bits: Bits): Generator<number> {
  for (let at = bits.length - 1; at >= 0; at -= 1) {
    for (let unit = bits[at] as number; unit !== 0; ) {
      const bit = 31 - Math.clz32(unit)
      unit &= ~(1 << bit)
      yield at * 32 + bit
    }
  }
}

const MEMBERS_MIN = 8_192
const SLOTS_PER_MEMBER_MAX = 24

/**
 * Whether a term of so many documents is so common that a bitmap is smaller than its postings or nearly so.
 */
export const deservesBitmap = (members: number, slots: number): boolean =>
  members >= MEMBERS_MIN && members * SLOTS_PER_MEMBER_MAX >= slots

/** And keeps it: apart, so that one document coming and going changes nothing. */
export const keepsBitmap = (members: number, slots: number): boolean =>
  members * 2 >= MEMBERS_MIN && members * 2 * SLOTS_PER_MEMBER_MAX >= slots
