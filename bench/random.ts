/**
 * The same numbers from the same seed, from 0 up to 1: Mulberry32, by Tommy Ettinger, in the public
 * domain.
 */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const indexBelow = (count: number, random: () => number): number => Math.floor(random() * count)

/**
 * An index below `count` by Zipf's law with exponent one: the first comes up twice as often as the
 * second.
 */
export const zipfBelow = (count: number, random: () => number): number =>
  Math.floor((count + 1) ** random()) - 1

export function pickFrom<T>(things: readonly T[], at: number): T {
  const thing = things[at]
  if (thing === undefined) throw new RangeError(`There is no thing ${at} among ${things.length}.`)
  return thing
}
