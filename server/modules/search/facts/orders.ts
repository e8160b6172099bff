import { type Bits, hasBit, slotsOf } from '../text/bitmaps.ts'
import type { Documents } from '../text/documents.ts'
import { erase, insert, partsOf, type Sorted } from '../text/sorted.ts'
import type { Facts } from './facts.ts'

export const SORTS = ['newest', 'price', '-price', 'title'] as const
export type Sort = (typeof SORTS)[number]

type Compare = (a: number, b: number) => number

interface Order {
  readonly compare: Compare
  members: Sorted | undefined
}

/**
 * All products in each order they are asked for in. Kept up to date change by change, so that no list sorts
 * them.
 */
export interface Orders {
  readonly age: Order
  /** By the lowest price. */
  readonly price: Order
  readonly title: Order
}

export function createOrders(documents: Documents, facts: Facts): Orders {
  // Of the same moment, by id: read backwards, this is the order of the catalogue's own lists.
  const byAge: Compare = (a, b) => {
    const difference = (documents.createdAts[a] as number) - (documents.createdAts[b] as number)
    return difference || ((documents.ids[a] as string) < (documents.ids[b] as string) ? -1 : Number(a !== b))
  }
  const newestFirst: Compare = (a, b) => byAge(b, a)
  const byPrice: Compare = (a, b) => {
    const [one, other] = [facts.lows[a] as number, facts.lows[b] as number]
    return one < other ? -1 : one > other ? 1 : newestFirst(a, b)
  }
  const byTitle: Compare = (a, b) => {
    const [one, other] = [documents.titles[a] as string, documents.titles[b] as string]
    return one < other ? -1 : one > other ? 1 : newestFirst(a, b)
  }
  const order = (compare: Compare): Order => ({ compare, members: undefined })
  return { age: order(byAge), price: order(byPrice), title: order(byTitle) }
}

/** To be called once everything about the slot is known. */
export function addToOrders(orders: Orders, slot: number): void {
  for (const order of [orders.age, orders.price, orders.title]) {
    order.members = insert(order.members, slot, (other) => order.compare(other, slot) < 0)
  }
}

/** To be called before anything about the slot changes. */
export function takeFromOrders(orders: Orders, slot: number): void {
  for (const order of [orders.age, orders.price, orders.title]) {
    order.members = erase(order.members, slot, (other) => order.compare(other, slot) < 0)
  }
}

/** Whether so few of so many are better sorted than looked for one by one. */
const isFew = (count: number, of: number): boolean => count * 128 < of

/** The first `want` of these slots in an order. `count`: how many they are. */
export function firstInOrder(
  orders: Orders,
  { sort, among, count, want }: { sort: Sort; among: Bits; count: number; want: number },
): number[] {
  const { compare, members } = sort === 'newest' ? orders.age : sort === 'title' ? orders.title : orders.price
  const isReversed = sort === 'newest' || sort === '-price'
  if (isFew(count, among.length * 32)) {
    const slots = [...slotsOf(among)].sort(compare)
    return (isReversed ? slots.reverse() : slots).slice(0, want)
  }
  const { blocks, counts } = partsOf(members)
  const found: number[] = []
  for (let nth = 0; nth < blocks.length; nth += 1) {
    const at = isReversed ? blocks.length - 1 - nth : nth
    const block = blocks[at] as ArrayLike<number>
    const size = counts[at] as number
    for (let each = 0; each < size; each += 1) {
      const slot = block[isReversed ? size - 1 - each : each] as number
      if (!hasBit(among, slot)) continue
      found.push(slot)
      if (found.length >= want) return found
    }
  }
  return found
}
