/** Something that holds only as long as nothing that it was made of has changed. */
export interface Made {
  /** Ids, or other names for what can change. */
  readonly madeOf: readonly string[]
  /** When it was last known to hold, counted in changes. */
  since: number
}

/** Remembers what has changed and when. Whatever was made is compared with that when it is asked for. */
export interface Changes {
  /** Taken before the parts of something are read, it tells of all that changes after. */
  now(): number
  note(name: string): void
  isCurrent(made: Made): boolean
  /** Nothing that was made before holds any more. */
  clear(): void
}

const NAMES_MAX = 50_000

export function createChanges(namesMax: number = NAMES_MAX): Changes {
  const last = new Map<string, number>()
  let count = 0
  /** What changed before this is forgotten. */
  let beginning = 0

  function clear(): void {
    last.clear()
    count += 1
    beginning = count
  }

  return {
    now: () => count,
    note(name) {
      if (last.size >= namesMax) clear()
      count += 1
      last.set(name, count)
    },
    isCurrent(made) {
      if (made.since === count) return true
      if (made.since < beginning) return false
      for (const name of made.madeOf) if ((last.get(name) ?? 0) > made.since) return false
      made.since = count
      return true
    },
    clear,
  }
}
