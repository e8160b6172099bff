import { performance } from 'node:perf_hooks'

/** The share of its time that the event loop may be busy before hashing has to hold back. */
const BUSY = 0.3
/** Hashing's share of the core then. */
const SHARE = 0.06

export interface PaceInit {
  /** How many cores the process may use. */
  readonly cores: number
  /** The share of the time since it was last asked in which the event loop was at work. */
  readonly busy?: () => number
}

/**
 * How long to rest after work off the main thread that took so long. With a core to spare there is no need;
 * on a single one a storm of wrong passwords would take it from everybody else, so while pages are asked for,
 * most of it is theirs. Whoever signs in meanwhile waits a little, or is told to come back.
 */
export function createPace({ cores, busy = createBusy() }: PaceInit): (tookMs: number) => number {
  if (cores > 1) return () => 0
  return (tookMs) => (busy() < BUSY ? 0 : (tookMs * (1 - SHARE)) / SHARE)
}

function createBusy(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization
  }
}
