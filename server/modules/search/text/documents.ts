/** Where in a document a word stands, the best place first. */
export const TITLE = 0
export const KEYWORD = 1
export const BODY = 2
export const FIELDS = [TITLE, KEYWORD, BODY] as const
export type Field = (typeof FIELDS)[number]

/** A word's number and its best field in one integer. In order of number, those of the title come first. */
export const toEntry = (term: number, field: Field): number => ((field << FIELD_SHIFT) | term) >>> 0
export const termOf = (entry: number): number => entry & TERM_MASK
export const fieldOf = (entry: number): Field => (entry >>> FIELD_SHIFT) as Field

const FIELD_SHIFT = 30
const TERM_MASK = 2 ** FIELD_SHIFT - 1

/**
 * The documents by slot: a small number that is used again after a removal. What a document consists of lies
 * in one large array, since 100,000 small ones would take three times the memory.
 */
export interface Documents {
  readonly slots: Map<string, number>
  readonly free: number[]
  readonly ids: string[]
  readonly revisions: number[]
  readonly createdAts: number[]
  readonly titles: string[]
  /** The part of `entries` that is a slot's own, and how much of it is in use, in order of number. */
  readonly starts: number[]
  readonly rooms: number[]
  readonly counts: number[]
  entries: Uint32Array
  used: number
  wasted: number
}

const ENTRIES_ROOM_MIN = 1_024

export const createDocuments = (): Documents => ({
  slots: new Map(),
  free: [],
  ids: [],
  revisions: [],
  createdAts: [],
  titles: [],
  starts: [],
  rooms: [],
  counts: [],
  entries: new Uint32Array(ENTRIES_ROOM_MIN),
  used: 0,
  wasted: 0,
})

/**
 * Negative when `a` is older; of one instant, when its id is greater. Zero only for the same slot: a total
 * order.
 */
export function compareAge({ createdAts, ids }: Documents, a: number, b: number): number {
  const difference = (createdAts[a] as number) - (createdAts[b] as number)
  if (difference !== 0 || a === b) return difference
  return (ids[a] as string) < (ids[b] as string) ? 1 : -1
}

export function takeSlot(documents: Documents, id: string): number {
  const slot = documents.free.pop() ?? documents.ids.length
  documents.slots.set(id, slot)
  documents.ids[slot] = id
  documents.titles[slot] = ''
  documents.starts[slot] = 0
  documents.rooms[slot] = 0
  documents.counts[slot] = 0
  return slot
}

export function freeSlot(documents: Documents, slot: number): void {
  documents.slots.delete(documents.ids[slot] as string)
  documents.wasted += documents.rooms[slot] as number
  documents.rooms[slot] = 0
  documents.counts[slot] = 0
  documents.ids[slot] = ''
  documents.free.push(slot)
}

export function entriesOf({ entries, starts, counts }: Documents, slot: number): Uint32Array {
  const start = starts[slot] as number
  return entries.subarray(start, start + (counts[slot] as number))
}

/** Makes room for `extra` entries and more. If much is wasted, that is given up. */
function makeRoom(documents: Documents, extra: number): void {
  const live = documents.used - documents.wasted
  const fresh = new Uint32Array(Math.ceil((live + extra) * 1.25) + ENTRIES_ROOM_MIN)
  if (documents.used + extra <= fresh.length && documents.wasted * 8 < documents.used) {
    fresh.set(documents.entries.subarray(0, documents.used))
    documents.entries = fresh
    return
  }
  let used = 0
  for (const slot of documents.slots.values()) {
    const entries = entriesOf(documents, slot)
    fresh.set(entries, used)
    documents.starts[slot] = used
    documents.rooms[slot] = entries.length
    used += entries.length
  }
  documents.entries = fresh
  documents.used = used
  documents.wasted = 0
}

export function setEntries(documents: Documents, slot: number, entries: Uint32Array): void {
  if (entries.length > (documents.rooms[slot] as number)) {
    documents.wasted += documents.rooms[slot] as number
    documents.rooms[slot] = 0
    documents.counts[slot] = 0
    if (documents.used + entries.length > documents.entries.length) makeRoom(documents, entries.length)
    documents.starts[slot] = documents.used
    documents.rooms[slot] = entries.length
    documents.used += entries.length
  }
  documents.entries.set(entries, documents.starts[slot] as number)
  documents.counts[slot] = entries.length
}
