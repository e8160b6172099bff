import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Write } from '#store/engine.ts'
import { createDocumentCache } from './cache.ts'
import { openDatabase } from './database.ts'
import { createFreshness } from './freshness.ts'
import { machineMs } from './lateness.ts'
import { layoutOf } from './layout.ts'
import { encodeCommit } from './ops.ts'
import { placeInline } from './placement.ts'
import { createReader, heedCommits } from './reader.ts'
import { createWriter } from './writer.ts'

const things = { name: 'things', indexes: {} }
const layouts = new Map([['things', layoutOf(things)]])

test('a commit of another process right after one’s own is not missed', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-sqlite-'))
  const file = join(directory, 'store.db')
  const db = openDatabase(file, 'write')
  const writer = createWriter(db)
  writer.prepare([things])
  const other = new DatabaseSync(file)
  t.after(async () => {
    other.close()
    db.close()
    await rm(directory, { recursive: true })
  })
  const freshness = createFreshness(db)
  const readers = new Map(
    [...layouts].map(([name, layout]) => [
      name,
      createReader({ db, cache: createDocumentCache(10_000), freshness }, layout),
    ]),
  )
  let intrude = () => {}
  const intruded: typeof writer = {
    ...writer,
    write(group) {
      const failures = writer.write(group)
      intrude()
      return failures
    },
  }
  const placed = placeInline(intruded, heedCommits(readers, freshness))
  const write = (op: Write) => placed.write([encodeCommit(layouts, [op])], machineMs())
  const at = { collection: things, id: 'a', schema: 1 }
  await write({ op: 'insert', ...at, body: { by: 'us' } })
  intrude = () => other.exec(`UPDATE things SET revision = revision + 1, body = '{"by":"them"}'`)
  await write({ op: 'replace', ...at, revision: 1, body: { by: 'us again' } })
  const [found] = readers.get('things')?.get(['a']) ?? []
  assert.deepEqual([found?.revision, found?.body], [3, { by: 'them' }])
})
