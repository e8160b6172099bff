import { elapsedMs, SECOND_MS } from '#kernel/clock.ts'

/** How long to wait before something is begun once more that has died. */
export interface Patience {
  /** In milliseconds: nothing at first, longer the more often it dies soon. */
  next(): number
}

const FIRST_MS = 100
const MS_MAX = 10 * SECOND_MS
/** Whatever has lived for so long is begun anew at once. */
const LONG_MS = 30 * SECOND_MS

export function createPatience(): Patience {
  let lastAt = -LONG_MS
  let deaths = 0
  return {
    next() {
      const now = elapsedMs()
      deaths = now - lastAt >= LONG_MS ? 0 : deaths + 1
      lastAt = now
      return deaths === 0 ? 0 : Math.min(FIRST_MS * 2 ** (deaths - 1), MS_MAX)
    },
  }
}
