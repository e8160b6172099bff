/**
 * A sorted set of whole numbers below 2³², in an order that its user defines and that may not follow the
 * numbers. One member is a bare number, a few are an array, many are blocks of bounded size: the usual set of
 * one costs nothing beyond its reference, a large one 4 bytes for each member, and a change anywhere moves at
 * most one block.
 */
export type Sorted = number | number[] | Blocks

interface Blocks {
  readonly blocks: Uint32Array[]
  readonly counts: number[]
  size: number
}

/**
 * Whether a member comes before the place that is looked for; true for the first ones, false for the rest.
 */
export type IsBefore = (member: number) => boolean

const BLOCK_MEMBERS = 512

export function sizeOf(set: Sorted | undefined): number {
  if (set === undefined) return 0
  if (typeof set === 'number') return 1
  return Array.isArray(set) ? set.length : set.size
}

/**
 * How many of the first `count` members of `block` come before. The end is tried first: most sets grow there.
 */
export function placeIn(block: ArrayLike<number>, count: number, isBefore: IsBefore): number {
  if (count === 0 || isBefore(block[count - 1] as number)) return count
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(block[middle] as number)) low = middle + 1
    else high = middle
  }
  return low
}

const lastOf = ({ blocks, counts }: Blocks, at: number): number =>
  (blocks[at] as Uint32Array)[(counts[at] as number) - 1] as number

/** The first block with a member that does not come before, else the last block. */
export function blockFor(set: Blocks, isBefore: IsBefore): number {
  let low = 0
  let high = set.blocks.length - 1
  if (high > 0 && isBefore(lastOf(set, high - 1))) return high
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(lastOf(set, middle))) low = middle + 1
    else high = middle
  }
  return low
}

function toBlocks(members: readonly number[]): Blocks {
  const set: Blocks = { blocks: [], counts: [], size: members.length }
  for (let at = 0; at < members.length; at += BLOCK_MEMBERS) {
    const part = members.slice(at, at + BLOCK_MEMBERS)
    const block = new Uint32Array(BLOCK_MEMBERS)
    block.set(part)
    set.blocks.push(block)
    set.counts.push(part.length)
  }
  return set
}

/**
 * Splits a full block where the new member goes if that is in its later half, so runs of additions leave full
 * blocks.
 */
function split(set: Blocks, at: number, place: number): void {
  const kept = Math.max(place, BLOCK_MEMBERS / 2)
  const fresh = new Uint32Array(BLOCK_MEMBERS)
  fresh.set((set.blocks[at] as Uint32Array).subarray(kept))
  set.blocks.splice(at + 1, 0, fresh)
  set.counts.splice(at, 1, kept, BLOCK_MEMBERS - kept)
}

function insertInBlocks(set: Blocks, value: number, isBefore: IsBefore): void {
  let at = blockFor(set, isBefore)
  let place = placeIn(set.blocks[at] as Uint32Array, set.counts[at] as number, isBefore)
  if (place < (set.counts[at] as number) && (set.blocks[at] as Uint32Array)[place] === value) return
  if (set.counts[at] === BLOCK_MEMBERS) {
    split(set, at, place)
    if (place >= (set.counts[at] as number)) {
      place -= set.counts[at] as number
      at += 1
    }
  }
  const block = set.blocks[at] as Uint32Array
  const count = set.counts[at] as number
  if (place < count) block.copyWithin(place + 1, place, count)
  block[place] = value
  set.counts[at] = count + 1
  set.size += 1
}

/** With `value` in its place, once. Changes and returns `set` where it can. */
export function insert(set: Sorted | undefined, value: number, isBefore: IsBefore): Sorted {
  if (set === undefined || set === value) return value
  if (typeof set === 'number') return isBefore(set) ? [set, value] : [value, set]
  if (!Array.isArray(set)) {
    insertInBlocks(set, value, isBefore)
    return set
  }
  const place = placeIn(set, set.length, isBefore)
  if (place === set.length) set.push(value)
  else if (set[place] !== value) set.splice(place, 0, value)
  return set.length < BLOCK_MEMBERS ? set : toBlocks(set)
}

function eraseFromBlocks(set: Blocks, value: number, isBefore: IsBefore): void {
  const at = blockFor(set, isBefore)
  const block = set.blocks[at] as Uint32Array
  const count = set.counts[at] as number
  const place = placeIn(block, count, isBefore)
  if (place === count || block[place] !== value) return
  block.copyWithin(place, place + 1, count)
  set.counts[at] = count - 1
  set.size -= 1
  if (count === 1 || set.size < (set.blocks.length * BLOCK_MEMBERS) / 4)
    Object.assign(set, toBlocks(valuesOf(set)))
}

/** Without `value`; undefined when nothing is left. Changes and returns `set` where it can. */
export function erase(set: Sorted | undefined, value: number, isBefore: IsBefore): Sorted | undefined {
  if (set === undefined || typeof set === 'number') return set === value ? undefined : set
  if (!Array.isArray(set)) {
    eraseFromBlocks(set, value, isBefore)
    return set.size < BLOCK_MEMBERS / 4 ? valuesOf(set) : set
  }
  const place = placeIn(set, set.length, isBefore)
  if (set[place] === value) set.splice(place, 1)
  return set.length > 1 ? set : set[0]
}

export function has(set: Sorted | undefined, value: number, isBefore: IsBefore): boolean {
  if (set === undefined || typeof set === 'number') return set === value
  if (Array.isArray(set)) return set[placeIn(set, set.length, isBefore)] === value
  const at = blockFor(set, isBefore)
  const count = set.counts[at] as number
  const place = placeIn(set.blocks[at] as Uint32Array, count, isBefore)
  return place < count && (set.blocks[at] as Uint32Array)[place] === value
}

export function valuesOf(set: Sorted | undefined): number[] {
  if (set === undefined) return []
  if (typeof set === 'number') return [set]
  if (Array.isArray(set)) return set
  return set.blocks.flatMap((block, at) => Array.from(block.subarray(0, set.counts[at])))
}

/** The members in order, in blocks of which only the first so many count. */
export interface Parts {
  readonly blocks: readonly ArrayLike<number>[]
  readonly counts: readonly number[]
}

const NO_PARTS: Parts = { blocks: [], counts: [] }

/** For loops that visit very many members. */
export function partsOf(set: Sorted | undefined): Parts {
  if (set === undefined) return NO_PARTS
  if (typeof set === 'number') return { blocks: [[set]], counts: [1] }
  return Array.isArray(set) ? { blocks: [set], counts: [set.length] } : set
}
