import { setTimeout as pause } from 'node:timers/promises'

const LOOKS_MAX = 10_000
const PAUSE_MS = 2

/** Looks again and again until it is so, and gives up at last, so that a test of something broken ends. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    if (await isSo()) return
    await pause(PAUSE_MS)
  }
  throw new Error(`Waited in vain until ${what}.`)
}
