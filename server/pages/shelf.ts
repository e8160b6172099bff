import { existsSync } from 'node:fs'
import type { Log } from '#context'
import { elapsedMs } from '#kernel/clock.ts'
import type { PagesSettings } from '../config/pages.ts'
import { failureOf, turnOf } from './builder.ts'
import { type Built, loadBuilt } from './built.ts'
import type { Room } from './rooms.ts'
import { builtStamp } from './stamp.ts'
import { isTaken } from './turn.ts'

/** Why there is nothing to be served. */
export type Absence = 'building' | 'failed' | 'missing'

/** What was built of a room, as it lies on the disk. */
export interface Shelf {
  readonly room: Room
  /** The newest build that is whole; or why there is none. */
  take(): Built | Promise<Built | Absence>
  /** The same, looked for now: another process may have served a newer one already. */
  newest(): Promise<Built | Absence>
}

const LOOK_EVERY_MS = 1_000

/**
 * Who builds is another process, often enough: so what there is, and what is under way, is read from the
 * disk, once a second while somebody asks. A build that is served goes on until there is a newer one.
 */
export function createShelf(room: Room, { mode, log }: { mode: PagesSettings['mode']; log: Log }): Shelf {
  let built: Built | undefined
  let lookedMs = Number.NEGATIVE_INFINITY
  let looking: Promise<Built | Absence> | undefined

  async function look(): Promise<Built | Absence> {
    lookedMs = elapsedMs()
    if (built && (await builtStamp(room)) === built.stamp) return built
    if (!built && mode === 'build' && (await isTaken(turnOf(room)))) return 'building'
    try {
      built = await loadBuilt(room)
    } catch (err) {
      if ((err as { code?: string }).code !== 'ENOENT') log.error({ err, room: room.name }, 'Not served.')
    }
    return built ?? whyNot()
  }

  const whyNot = (): Absence => {
    if (mode !== 'build') return 'missing'
    return existsSync(failureOf(room)) ? 'failed' : 'building'
  }

  function newest(): Promise<Built | Absence> {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  return {
    room,
    newest,
    take() {
      if (built && elapsedMs() - lookedMs < LOOK_EVERY_MS) return built
      const found = newest()
      // Whoever asks is not kept waiting for a newer one.
      return built ?? found
    },
  }
}
