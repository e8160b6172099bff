import { COMMIT_MS_MAX, StoreUnavailable } from '#store/engine.ts'

/** Milliseconds on a clock that never goes back and that all processes of a machine share. */
export function machineMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1_000 + nanoseconds / 1e6
}

export const LATE = `The commit could not be written within ${COMMIT_MS_MAX} ms, and was not.`

export const isLate = (since: number): boolean => machineMs() - since > COMMIT_MS_MAX

/**
 * Called right before a transaction ends: whoever follows the event log counts on it that no commit becomes
 * visible later than this.
 */
export function refuseLate(since: number): void {
  if (isLate(since)) throw new StoreUnavailable(LATE)
}
