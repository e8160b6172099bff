import { port } from './port.ts'

/** What the other processes have counted, as far as is known here. */
export interface Others {
  readonly count: number
  /** When it is forgotten, in milliseconds from now; 0 where nothing is known. */
  readonly leftMs: number
}

/** One kind of thing that all processes of a shop count together, by key. */
export interface SharedCount {
  /**
   * Tells the others, in a moment, that so many more were counted here: a negative number takes back, 0 only
   * asks. Nobody waits: the answer is what is known already. The key may be personal data; it leaves the
   * process only as a hash.
   */
  add(key: string, by: number): Others
}

export interface SharedCountInit {
  /** Keeps its counts apart from those of other kinds. */
  readonly name: string
  /** After so long a key is forgotten. */
  readonly keptMs: number
  /** Since it was counted `first`, or `last`. */
  readonly since: 'first' | 'last'
  /** From this count on it is asked for about every second, also where nobody here counts any more. */
  readonly watchFrom?: number
}

/** Counts that the processes of a shop add up in the background. */
export interface SharedCounts {
  open(init: SharedCountInit): SharedCount
}

export const sharedCounts = port<SharedCounts>('shared-counts')

export const NOTHING_COUNTED: Others = { count: 0, leftMs: 0 }

/** For a shop of one process. */
export const countedAlone: SharedCounts = { open: () => ({ add: () => NOTHING_COUNTED }) }
