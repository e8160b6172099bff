import { compareAge, type Documents } from './documents.ts'
import { createHeap, type Heap, popHeap, pushHeap, replaceTop } from './heap.ts'

export interface Scored {
  readonly slot: number
  readonly points: number
}

/** Collects the best `limit` of the documents that it is offered: most points, then the newest. */
export interface Best {
  readonly documents: Documents
  readonly limit: number
  /** The worst on top. */
  readonly heap: Heap<Scored>
}

export function createBest(documents: Documents, limit: number): Best {
  const isWorse = (a: Scored, b: Scored) =>
    a.points < b.points || (a.points === b.points && compareAge(documents, a.slot, b.slot) < 0)
  return { documents, limit, heap: createHeap(isWorse) }
}

/** Whether it is full, and a document of these points and this age, or anything worse, would not get in. */
export function isSettled({ documents, limit, heap }: Best, slot: number, points: number): boolean {
  const worst = heap.items[0]
  if (worst === undefined || heap.items.length < limit) return false
  return worst.points > points || (worst.points === points && compareAge(documents, worst.slot, slot) > 0)
}

/** Whether it is full of documents with more than so many points. */
export const isFullAbove = ({ limit, heap }: Best, points: number): boolean =>
  heap.items.length === limit && (heap.items[0]?.points ?? 0) > points

export function offer(best: Best, slot: number, points: number): void {
  if (best.heap.items.length < best.limit) pushHeap(best.heap, { slot, points })
  else if (!isSettled(best, slot, points)) replaceTop(best.heap, { slot, points })
}

/** Its slots, the best first. It is empty afterwards. */
export function drain({ heap }: Best): number[] {
  const slots: number[] = []
  for (let worst = popHeap(heap); worst !== undefined; worst = popHeap(heap)) slots.push(worst.slot)
  return slots.reverse()
}
