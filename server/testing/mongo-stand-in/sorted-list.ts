const BLOCK_MAX = 512

/** A list that stays sorted, in blocks, so that a change in the midst of many is cheap. */
export interface SortedList<T> {
  readonly size: number
  /** False if it was there already. */
  add(item: T): boolean
  delete(item: T): boolean
  /** Those from the first that is not before `from`, or backwards from the last that is. */
  iterate(from: (item: T) => boolean, isBackward: boolean): Generator<T>
}

/** The first place in a list, of which a beginning is before something and the rest is not. */
function firstNot<T>(list: readonly T[], isBefore: (item: T) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(list[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}

export function createSortedList<T>(compare: (a: T, b: T) => number): SortedList<T> {
  const blocks: T[][] = [[]]
  let size = 0

  /** The block and the place in it of the first item that is not before something. */
  function find(isBefore: (item: T) => boolean): [number, number] {
    const at = firstNot(blocks, (block) => block.length > 0 && isBefore(block[block.length - 1] as T))
    const block = Math.min(at, blocks.length - 1)
    return [block, firstNot(blocks[block] as T[], isBefore)]
  }

  function isAt([block, at]: [number, number], item: T): boolean {
    const there = blocks[block]?.[at]
    return there !== undefined && compare(there, item) === 0
  }

  function* forward([start, place]: [number, number]): Generator<T> {
    for (let block = start; block < blocks.length; block++) {
      const items = blocks[block] as T[]
      for (let at = block === start ? place : 0; at < items.length; at++) yield items[at] as T
    }
  }

  function* backward([start, place]: [number, number]): Generator<T> {
    for (let block = start; block >= 0; block--) {
      const items = blocks[block] as T[]
      for (let at = block === start ? place - 1 : items.length - 1; at >= 0; at--) yield items[at] as T
    }
  }

  return {
    get size() {
      return size
    },
    add(item) {
      const place = find((other) => compare(other, item) < 0)
      if (isAt(place, item)) return false
      const [block, at] = place
      const items = blocks[block] as T[]
      items.splice(at, 0, item)
      if (items.length > BLOCK_MAX) blocks.splice(block + 1, 0, items.splice(BLOCK_MAX / 2))
      size += 1
      return true
    },
    delete(item) {
      const place = find((other) => compare(other, item) < 0)
      if (!isAt(place, item)) return false
      const [block, at] = place
      const items = blocks[block] as T[]
      items.splice(at, 1)
      if (items.length === 0 && blocks.length > 1) blocks.splice(block, 1)
      size -= 1
      return true
    },
    iterate: (isBefore, isBackward) => (isBackward ? backward(find(isBefore)) : forward(find(isBefore))),
  }
}
