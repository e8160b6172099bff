import { compareAge, type Documents } from './documents.ts'
import { createHeap, popHeap, pushHeap, replaceTop } from './heap.ts'
import { blockFor, type IsBefore, partsOf, placeIn, type Sorted } from './sorted.ts'

/** Gives members one by one, then -1 for ever. */
export type Cursor = () => number

/** From the first member that does not come before, onwards, leaving out the first `skip`. */
export function onwards(set: Sorted | undefined, isBefore: IsBefore, skip = 0): Cursor {
  if (set === undefined) return () => -1
  const { blocks, counts } = partsOf(set)
  let at = typeof set === 'object' && !Array.isArray(set) ? blockFor(set, isBefore) : 0
  let place = placeIn(blocks[at] as ArrayLike<number>, counts[at] as number, isBefore) + skip
  return () => {
    while (place >= (counts[at] ?? 0)) {
      if (at >= blocks.length) return -1
      place -= counts[at] as number
      at += 1
    }
    place += 1
    return blocks[at]?.[place - 1] as number
  }
}

/** From the last member that comes before, backwards. */
export function backwards(set: Sorted | undefined, isBefore: IsBefore): Cursor {
  if (set === undefined) return () => -1
  const { blocks, counts } = partsOf(set)
  let at = typeof set === 'object' && !Array.isArray(set) ? blockFor(set, isBefore) : 0
  let left = placeIn(blocks[at] as ArrayLike<number>, counts[at] as number, isBefore)
  let block = blocks[at] as ArrayLike<number>
  return () => {
    while (left === 0) {
      if (at === 0) return -1
      at -= 1
      left = counts[at] as number
      block = blocks[at] as ArrayLike<number>
    }
    left -= 1
    return block[left] as number
  }
}

/** Merges cursors of slots, newest first. A slot that several give comes several times, in a row. */
export function newestFirst(documents: Documents, cursors: readonly Cursor[]): Cursor {
  if (cursors.length === 1) return cursors[0] as Cursor
  const heap = createHeap<{ slot: number; next: Cursor }>((a, b) => compareAge(documents, a.slot, b.slot) > 0)
  for (const next of cursors) {
    const slot = next()
    if (slot !== -1) pushHeap(heap, { slot, next })
  }
  return () => {
    const top = heap.items[0]
    if (!top) return -1
    const { slot } = top
    top.slot = top.next()
    if (top.slot === -1) popHeap(heap)
    else replaceTop(heap, top)
    return slot
  }
}
