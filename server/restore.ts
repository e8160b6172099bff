import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#config'
import { systemClock } from '#kernel/clock.ts'
import { allCollections } from './backup/collections.ts'
import { databaseOf, runCommand } from './backup/command.ts'
import { counted, MovingError } from './backup/moving-error.ts'
import { restoreBackup } from './backup/restore-backup.ts'
import { nameOf } from './backup/target.ts'

const USAGE = `Checks a backup, and fills an empty store with it. Cut off, run it again: it goes on.

  npm run restore -- DIR [--to DATABASE_URL] [--force]

DIR is one backup. The store is the one at DATABASE_URL, if --to names no other; the pictures go to DATA_DIR. Stop the
shop first. A store that is not empty is refused; --force gives an SQLite file another name, and so makes way.`

/** The command `npm run restore`. */
await runCommand(async ({ report, tell }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string' }, force: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  const [directory] = positionals
  if (values.help) return [USAGE]
  if (directory === undefined || positionals.length > 1) throw new MovingError(USAGE)
  const config = readConfig()
  const database = values.to === undefined ? config.database : databaseOf(values.to, '--to')
  tell(`From ${directory} to ${nameOf(database)}, pictures to ${join(config.dataDir, 'media')}`)
  const { manifest, earlier, aside, unknown } = await restoreBackup({
    directory,
    database,
    mediaDir: join(config.dataDir, 'media'),
    collections: allCollections(),
    report,
    force: values.force ? { now: systemClock.now() } : undefined,
  })
  const { store, media, takenAt } = manifest
  return [
    `${nameOf(database)} is the shop as it was at ${takenAt}.`,
    `  ${counted(store.documents, 'document')}, ${counted(media.files, 'picture')}, verified`,
    `  digest ${store.digest}`,
    ...(earlier === undefined ? [] : ['  It went on from where an earlier run had stopped.']),
    ...(aside === undefined ? [] : [`  What was there before is now ${aside}.`]),
    ...(unknown.length === 0 ? [] : [`  Kept, but unknown to this version: ${unknown.join(', ')}.`]),
  ]
})
