import type { Database } from '#store/open.ts'
import { toDatabase } from '../config/database.ts'
import { copyStore } from './copy-store.ts'
import { house } from './store.fixture.ts'

// A process that copies one store to another and says how far it is, to be killed on the way.

const [from, to] = process.argv.slice(2).map((url) => toDatabase(url) as Database) as [Database, Database]
const { earlier, sum } = await copyStore({
  from,
  to,
  collections: house,
  report: ({ doing, done }) => void process.stdout.write(`${doing}: ${done} documents\n`),
})
process.stdout.write(`earlier ${earlier}, now ${sum.documents}\n`)
