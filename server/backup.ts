import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#config'
import { systemClock } from '#kernel/clock.ts'
import { allCollections } from './backup/collections.ts'
import { readVersion, runCommand, toSize } from './backup/command.ts'
import { STORE_FILE } from './backup/manifest.ts'
import { counted } from './backup/moving-error.ts'
import { takeBackup } from './backup/take-backup.ts'

const USAGE = `Writes all that the shop has into a new directory, while the shop goes on.

  npm run backup [-- --to DIR]

DIR is where backups lie, DATA_DIR/backups if it is not named. The shop is the one at DATABASE_URL and DATA_DIR.`

/** The command `npm run backup`. */
await runCommand(async ({ report }) => {
  const { values } = parseArgs({ options: { to: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help) return [USAGE]
  const config = readConfig()
  const { directory, manifest } = await takeBackup({
    database: config.database,
    mediaDir: join(config.dataDir, 'media'),
    to: values.to ?? join(config.dataDir, 'backups'),
    collections: allCollections(),
    version: await readVersion(),
    clock: systemClock,
    report,
  })
  const { store, media, files } = manifest
  const size = toSize((files[STORE_FILE]?.bytes ?? 0) + media.bytes)
  return [
    directory,
    `  ${counted(store.documents, 'document')}, ${counted(media.files, 'picture')}, ${size}`,
    `  digest ${store.digest}`,
  ]
})
