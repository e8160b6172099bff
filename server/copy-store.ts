import { parseArgs } from 'node:util'
import { readConfig } from '#config'
import { allCollections } from './backup/collections.ts'
import { databaseOf, runCommand } from './backup/command.ts'
import { copyStore } from './backup/copy-store.ts'
import { counted, MovingError } from './backup/moving-error.ts'
import { nameOf } from './backup/target.ts'

const USAGE = `Copies all that the shop stores into an empty database, of any kind. Cut off, run it again: it goes on.

  npm run copy-store -- [--from DATABASE_URL] --to DATABASE_URL

Addresses are postgres://…, mongodb://… or sqlite:path. Without --from it is the shop's own. The copy is the shop as
it is when the command begins. Stop the shop first; or copy while it runs, stop it then, and run the command again,
which brings what changed in between.`

/** The command `npm run copy-store`. */
await runCommand(async ({ report, tell }) => {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) return [USAGE]
  if (values.to === undefined) throw new MovingError(USAGE)
  const from = values.from === undefined ? readConfig().database : databaseOf(values.from, '--from')
  const to = databaseOf(values.to, '--to')
  tell(`From ${nameOf(from)} to ${nameOf(to)}`)
  const { sum, earlier, removed } = await copyStore({ from, to, collections: allCollections(), report })
  return [
    `${nameOf(to)} has what ${nameOf(from)} had when this began.`,
    `  ${counted(sum.documents, 'document')}, verified`,
    `  digest ${sum.digest}`,
    ...(earlier === undefined
      ? []
      : [`  It went on from an earlier run, of which ${removed} had changed since.`]),
    'If the shop was running meanwhile: stop it, and run this again. Then start it with DATABASE_URL set to the copy.',
  ]
})
