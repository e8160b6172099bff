import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type OpenStore, snapshotConformance } from '#store/snapshot.conformance.ts'
import { createSqliteEngine } from './engine.ts'
import { openSqliteSnapshot } from './snapshot.ts'

const openIn =
  (writer: 'inline' | 'worker'): OpenStore =>
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'marketsquare-sqlite-'))
    const file = join(directory, 'store.db')
    const engine = createSqliteEngine({ file, writer })
    // The thread makes the file, which a snapshot does not.
    await engine.prepare([])
    return {
      engine,
      openSnapshot: () => openSqliteSnapshot({ file }),
      async destroy() {
        await engine.close()
        await rm(directory, { recursive: true })
      },
    }
  }

for (const writer of ['inline', 'worker'] as const)
  snapshotConformance(`SQLite, ${writer} writer,`, openIn(writer))

test('a snapshot of a file that is not there is refused, and makes none', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-sqlite-'))
  t.after(() => rm(directory, { recursive: true }))
  const file = join(directory, 'store.db')
  await assert.rejects(openSqliteSnapshot({ file }), /There is no SQLite store at/)
  await assert.rejects(stat(file), { code: 'ENOENT' })
  await writeFile(file, 'something else entirely, and longer than a header of SQLite would be'.repeat(9))
  await assert.rejects(openSqliteSnapshot({ file }), /not a database/)
})

test('the log that grew while a snapshot was open is moved into the file when it is closed', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-sqlite-'))
  const file = join(directory, 'store.db')
  const engine = createSqliteEngine({ file })
  t.after(() => rm(directory, { recursive: true }))
  t.after(() => engine.close())
  const things = { name: 'things', indexes: {} }
  await engine.prepare([things])
  const body = { filler: 'x'.repeat(20_000) }
  const snapshot = await openSqliteSnapshot({ file })
  for (let n = 0; n < 1_000; n++)
    await engine.commit([{ op: 'insert', collection: things, id: `${n}`, schema: 1, body }])
  assert.ok((await stat(file)).size < 1_000_000)
  await snapshot.close()
  assert.ok((await stat(file)).size > 20_000_000)
})
