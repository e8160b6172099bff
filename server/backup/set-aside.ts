import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { type Instant, toTimestamp } from '#kernel/clock.ts'
import type { Database } from '#store/open.ts'
import { MovingError } from './moving-error.ts'
import { nameOf } from './target.ts'

/**
 * Gives a store that is in the way another name; answers that, or undefined where there was none. Nothing is
 * lost, and nobody may have it open.
 */
export async function setAside(database: Database, now: Instant): Promise<string | undefined> {
  if (database.kind !== 'sqlite') {
    throw new MovingError(
      `--force sets an SQLite file aside; it does not empty ${nameOf(database)}. Make an empty database there ` +
        'and name it with --to, or empty this one yourself when you are sure that nobody needs it.',
    )
  }
  const { file } = database
  if (!existsSync(file)) return undefined
  fold(file)
  const aside = `${file}.${toTimestamp(now).replace(/\.\d+/, '').replaceAll(':', '-')}`
  await rename(file, aside)
  return aside
}

/** Takes the log into the file, so that it can go alone. That only works while nobody else has it open. */
function fold(file: string): void {
  const db = new DatabaseSync(file, { timeout: 1_000 })
  try {
    db.exec('PRAGMA journal_mode = DELETE')
  } catch (cause) {
    throw new MovingError(`${file} is in use. Stop the shop first.`, { cause })
  } finally {
    db.close()
  }
}
