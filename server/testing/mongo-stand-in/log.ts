import type { Moment } from './values.ts'
import type { Change } from './versions.ts'

/** Changes that are remembered for change streams to resume from. */
const CHANGES_MAX = 100_000

export interface LogEntry {
  readonly at: Moment
  /** Its place among the changes of one commit. */
  readonly part: number
  readonly change: Change
}

/** What was committed, in order: the stand-in's oplog. */
export interface Log {
  append(at: Moment, changes: readonly Change[]): void
  /** Those after a place; undefined where what followed it has been forgotten. */
  after(place: LogPlace, max: number): readonly LogEntry[] | undefined
  /** Resolves at the next change. */
  next(): Promise<void>
}

export interface LogPlace {
  readonly at: Moment
  readonly part: number
}

export function createLog(): Log {
  let entries: LogEntry[] = []
  let forgotten: LogPlace = { at: 0, part: 0 }
  let news = Promise.withResolvers<void>()

  function firstAfter({ at, part }: LogPlace): number {
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = entries[middle] as LogEntry
      if (entry.at < at || (entry.at === at && entry.part <= part)) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    append(at, changes) {
      for (const [part, change] of changes.entries()) entries.push({ at, part, change })
      if (entries.length > 2 * CHANGES_MAX) {
        forgotten = entries[entries.length - CHANGES_MAX - 1] as LogEntry
        entries = entries.slice(-CHANGES_MAX)
      }
      news.resolve()
      news = Promise.withResolvers()
    },
    after(place, max) {
      const isForgotten =
        place.at < forgotten.at || (place.at === forgotten.at && place.part < forgotten.part)
      if (isForgotten) return undefined
      const from = firstAfter(place)
      return entries.slice(from, from + max)
    },
    next: () => news.promise,
  }
}
