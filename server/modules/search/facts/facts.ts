import { type Bits, clearBit, setBit, unitsFor } from '../text/bitmaps.ts'
import { createLabels, type Labels, leaveLabel, NONE, takeLabel } from './labels.ts'

/** What a product is narrowed down by. */
export interface Fact {
  readonly vendor: string | null
  readonly type: string | null
  /** The categories that list it. */
  readonly listedIn: readonly string[]
  /** Of its variants, in minor units. */
  readonly prices: readonly number[]
}

/**
 * The facts of all products by the slots of the text index, column by column: some 28 bytes a product. Few
 * texts lie behind them, and few combinations of categories.
 */
export interface Facts {
  readonly vendors: Labels
  readonly types: Labels
  /** Combinations of categories: their ids, joined. */
  readonly shelves: Labels
  vendorOf: Uint32Array
  typeOf: Uint32Array
  shelfOf: Uint32Array
  lows: Float64Array
  highs: Float64Array
  /** The prices between the lowest and the highest, of the few products that have some. */
  readonly between: Map<number, readonly number[]>
  /** Slots that hold a product. */
  held: Bits
}

export const createFacts = (): Facts => ({
  vendors: createLabels(),
  types: createLabels(),
  shelves: createLabels(),
  vendorOf: new Uint32Array(0),
  typeOf: new Uint32Array(0),
  shelfOf: new Uint32Array(0),
  lows: new Float64Array(0),
  highs: new Float64Array(0),
  between: new Map(),
  held: new Uint32Array(0),
})

const ROOM_MIN = 64

function makeRoom(facts: Facts, slot: number): void {
  if (slot < facts.lows.length) return
  const room = Math.max(ROOM_MIN, Math.ceil((slot + 1) * 1.25))
  const grown = <A extends Uint32Array | Float64Array>(fresh: A, old: A): A => {
    fresh.set(old)
    return fresh
  }
  facts.vendorOf = grown(new Uint32Array(room), facts.vendorOf)
  facts.typeOf = grown(new Uint32Array(room), facts.typeOf)
  facts.shelfOf = grown(new Uint32Array(room), facts.shelfOf)
  facts.lows = grown(new Float64Array(room), facts.lows)
  facts.highs = grown(new Float64Array(room), facts.highs)
  facts.held = grown(new Uint32Array(unitsFor(room)), facts.held)
}

export function setFact(facts: Facts, slot: number, fact: Fact): void {
  makeRoom(facts, slot)
  const before = [facts.vendorOf[slot], facts.typeOf[slot], facts.shelfOf[slot]] as [number, number, number]
  const shelf = fact.listedIn.length === 0 ? null : fact.listedIn.toSorted().join()
  facts.vendorOf[slot] = takeLabel(facts.vendors, fact.vendor)
  facts.typeOf[slot] = takeLabel(facts.types, fact.type)
  facts.shelfOf[slot] = takeLabel(facts.shelves, shelf)
  leaveLabels(facts, before)
  const prices = [...new Set(fact.prices)].sort((a, b) => a - b)
  facts.lows[slot] = prices[0] ?? Number.POSITIVE_INFINITY
  facts.highs[slot] = prices.at(-1) ?? Number.NEGATIVE_INFINITY
  if (prices.length > 2) facts.between.set(slot, prices.slice(1, -1))
  else facts.between.delete(slot)
  setBit(facts.held, slot)
}

export function dropFact(facts: Facts, slot: number): void {
  leaveLabels(facts, [facts.vendorOf[slot], facts.typeOf[slot], facts.shelfOf[slot]] as [
    number,
    number,
    number,
  ])
  facts.vendorOf[slot] = NONE
  facts.typeOf[slot] = NONE
  facts.shelfOf[slot] = NONE
  facts.between.delete(slot)
  clearBit(facts.held, slot)
}

function leaveLabels(facts: Facts, [vendor, type, shelf]: readonly [number, number, number]): void {
  leaveLabel(facts.vendors, vendor)
  leaveLabel(facts.types, type)
  leaveLabel(facts.shelves, shelf)
}
