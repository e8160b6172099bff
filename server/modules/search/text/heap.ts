/** A binary heap: `items[0]` is the one that comes before all others. */
export interface Heap<T> {
  readonly items: T[]
  readonly before: (a: T, b: T) => boolean
}

export const createHeap = <T>(before: (a: T, b: T) => boolean): Heap<T> => ({ items: [], before })

export function pushHeap<T>({ items, before }: Heap<T>, item: T): void {
  let at = items.length
  items.push(item)
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = items[parent] as T
    if (!before(item, above)) break
    items[at] = above
    at = parent
  }
  items[at] = item
}

/** Puts `item` in the place of the top one. */
export function replaceTop<T>({ items, before }: Heap<T>, item: T): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= items.length) break
    if (child + 1 < items.length && before(items[child + 1] as T, items[child] as T)) child += 1
    if (!before(items[child] as T, item)) break
    items[at] = items[child] as T
    at = child
  }
  items[at] = item
}

export function popHeap<T>(heap: Heap<T>): T | undefined {
  const top = heap.items[0]
  const last = heap.items.pop()
  if (heap.items.length > 0) replaceTop(heap, last as T)
  return top
}
