import { setTimeout as sleep } from 'node:timers/promises'
import { elapsedMs } from '#kernel/clock.ts'

export interface LaneInit {
  readonly runningMax: number
  readonly waitingMax: number
  readonly refuse: () => Error
  /** For how long a place stays empty after work that took so long, in milliseconds. */
  readonly restMs?: (tookMs: number) => number
}

/**
 * Runs at most `runningMax` pieces of work at a time, lets `waitingMax` more wait in line, and refuses the
 * rest at once. For work that is costly whoever asks for it.
 */
export function createLane({ runningMax, waitingMax, refuse, restMs = () => 0 }: LaneInit) {
  const waiting: (() => void)[] = []
  let running = 0

  // Whoever finishes hands over its place, so nobody who comes later can take it in between.
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else running--
  }

  return async <R>(work: () => Promise<R>): Promise<R> => {
    if (running >= runningMax) {
      if (waiting.length >= waitingMax) throw refuse()
      await new Promise<void>((resume) => waiting.push(resume))
    } else running++
    const begun = elapsedMs()
    try {
      return await work()
    } finally {
      const rest = restMs(elapsedMs() - begun)
      if (rest > 0) void sleep(rest).then(leave)
      else leave()
    }
  }
}
