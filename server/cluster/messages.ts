import type { ProcessFigures } from '#http/metrics.ts'
import type { Opening } from '../serve.ts'

/** What a process that serves is told when it is begun. */
export interface Orders {
  /** Whether it does what is done once for all. */
  readonly isFirst: boolean
  /** Where the process listens that writes for all, if one does. */
  readonly writerAddress: string | undefined
}

/** From a process that serves to the one that watches over all. */
export type Report =
  | { readonly say: 'open'; readonly opening: Opening }
  | { readonly say: 'committed' }
  | { readonly say: 'others?'; readonly ask: number }
  | { readonly say: 'figures'; readonly ask: number; readonly figures: ProcessFigures }

/** And back. */
export type Word =
  | { readonly say: 'stop' }
  | { readonly say: 'committed' }
  | { readonly say: 'figures?'; readonly ask: number }
  | { readonly say: 'others'; readonly ask: number; readonly figures: readonly ProcessFigures[] }
