import { elapsedMs } from '#kernel/clock.ts'
import { counted } from './moving-error.ts'

/** How far a backup, restore or copy is. */
export interface Step {
  /** `writing documents`, `verifying` … */
  readonly doing: string
  readonly done: number
  /** What is counted: `document`, `file`. */
  readonly what: string
  /** Of how many, where that is known beforehand. */
  readonly total?: number | undefined
  /** What it is at: a collection, a file. */
  readonly at?: string
}

export type Report = (step: Step) => void

/** Where progress is shown: `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

const MOVING_MS = 100
const STANDING_MS = 5_000

/** One line that moves on a terminal; elsewhere, as in a log, a line now and then. */
export function createProgressLine(terminal: Terminal): { readonly report: Report; clear(): void } {
  const everyMs = terminal.isTTY ? MOVING_MS : STANDING_MS
  let shownAt = elapsedMs()
  let doing = ''
  let begunAt = 0
  let begunWith = 0
  return {
    report(step) {
      const now = elapsedMs()
      const isNew = step.doing !== doing
      if (isNew) {
        doing = step.doing
        begunAt = now
        begunWith = step.done
      }
      if (now - shownAt < everyMs) return
      shownAt = now
      const perSecond = isNew ? 0 : Math.round(((step.done - begunWith) * 1_000) / (now - begunAt))
      terminal.write(terminal.isTTY ? `\r\x1b[K${toText(step, perSecond)}` : `${toText(step, perSecond)}\n`)
    },
    clear() {
      if (terminal.isTTY) terminal.write('\r\x1b[K')
    },
  }
}

function toText({ doing, done, what, total, at }: Step, perSecond: number): string {
  const share = total ? `, ${Math.floor((Math.min(done, total) * 100) / total)} %` : ''
  const speed = perSecond > 0 ? `, ${counted(perSecond, what)} a second` : ''
  return `${doing}: ${counted(done, what)}${share}${speed}${at ? ` (${at})` : ''}`
}

/** Counts documents towards a report. */
export function countDocuments(report: Report, doing: string, total?: number) {
  let done = 0
  return ({ collection, rows }: { collection: { name: string }; rows: { length: number } }): void => {
    done += rows.length
    report({ doing, done, what: 'document', total, at: collection.name })
  }
}

/** The same pages, each counted as it passes. */
export async function* counting<P>(pages: AsyncIterable<P>, count: (page: P) => void): AsyncGenerator<P> {
  for await (const page of pages) {
    count(page)
    yield page
  }
}
