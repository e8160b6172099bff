import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import type { Connection } from './connection.ts'
import { fill } from './fill.ts'
import type { Layout } from './layout.ts'
import { selectUnprepared } from './prepare.ts'

const EVERY_MS = 5 * SECOND_MS
const ROUNDS = (15 * MINUTE_MS) / EVERY_MS

export interface Sweeper {
  /** Begins to look after these, for a while. */
  watch(connection: Connection, layouts: readonly Layout[]): void
  close(): Promise<void>
}

/**
 * After indexes have changed, processes of the version before may go on for a while, and what they write is
 * not in the new ones. The process that changed them looks for such documents every now and then and puts
 * them in. A document can be missing from a new index for that long, never from one that both versions know.
 */
export function createSweeper(): Sweeper {
  let timer: NodeJS.Timeout | undefined
  let sweeping: Promise<void> | undefined

  async function sweep(connection: Connection, layouts: readonly Layout[]): Promise<void> {
    const outdated = new Set(await selectUnprepared(connection, layouts))
    // Where a newer version has prepared another layout, the documents are its business.
    for (const layout of layouts) if (!outdated.has(layout)) await fill(connection, layout)
  }

  return {
    watch(connection, layouts) {
      clearInterval(timer)
      let rounds = 0
      timer = setInterval(() => {
        rounds += 1
        if (rounds >= ROUNDS) clearInterval(timer)
        // Who cannot now, can in the next round; what is taken by another document stays as it is.
        sweeping ??= sweep(connection, layouts)
          .catch(() => undefined)
          .finally(() => {
            sweeping = undefined
          })
      }, EVERY_MS)
      timer.unref()
    },
    async close() {
      clearInterval(timer)
      await sweeping
    },
  }
}
