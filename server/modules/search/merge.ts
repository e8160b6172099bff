import { compareAge, type Documents } from './documents.ts'
import { createHeap, popHeap, pushHeap, replaceTop } from './heap.ts'
import type { Cursor } from './sorted.ts'

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
