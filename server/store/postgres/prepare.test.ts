import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { CollectionSpec, Engine } from '#store/engine.ts'
import { type PostgresServer, startPostgres } from '#testing/postgres-server.ts'
import { createPostgresEngine } from './engine.ts'
import { type Faults, insertInto, type Link, openOn, startLine, stock, storm } from './kit.fixture.ts'

let server: PostgresServer
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

const NUMBER = 1200

const manyThings = Array.from({ length: NUMBER }, (_, n) =>
  insertInto(storm, `s${n}`, { n, name: `n${n}`, tags: ['all'] }),
)

const more = {
  ...storm,
  indexes: {
    ...storm.indexes,
    byNumber: { fields: ['-n'] },
    byTags: { fields: ['tags[]'] },
    byOwnNumber: { fields: ['n'], unique: true },
  },
} satisfies CollectionSpec

async function countBy(engine: Engine, collection: CollectionSpec, index: string): Promise<number> {
  let count = 0
  for (let after: Awaited<ReturnType<Engine['find']>>['next'] | undefined; after !== null; ) {
    const page = await engine.find(collection, { index, limit: 1000, ...(after && { after }) })
    count += page.rows.length
    after = page.next
  }
  return count
}

/** A process whose connections go through a line. */
async function openThrough(t: TestContext, url: string, faults: Faults): Promise<Engine> {
  const engine = createPostgresEngine({ kind: 'postgres', url: await startLine(t, url, faults) })
  t.after(() => engine.close())
  return engine
}

async function assertWhole(engine: Engine): Promise<void> {
  for (const index of Object.keys(more.indexes)) assert.equal(await countBy(engine, more, index), NUMBER)
  const twin = insertInto(more, 'twin', { n: 5, name: 'twin', tags: [] })
  await assert.rejects(engine.commit([twin]), { kind: 'taken', index: 'byOwnNumber' })
}

test('an index that was never finished, and taken back, is whole when it is declared again', async (t) => {
  const url = await server.createDatabase()
  const older = await openOn(t, url, [storm])
  await older.commit(manyThings)
  let isDead = false
  const killed = await openThrough(t, url, {
    // The process dies as it begins to fill its indexes.
    onRequest(chunk, link) {
      isDead ||= chunk.includes('AS MATERIALIZED')
      if (isDead) link.hangUp()
      return !isDead
    },
  })
  const preparing = killed.prepare([more]).catch(() => undefined)
  while (!isDead) await new Promise(setImmediate)
  await server.run(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction'`,
  )
  await older.prepare([storm])
  const newer = await openOn(t, url, [more])
  await assertWhole(newer)
  await preparing
})

test('a version that is started while another one builds its indexes leaves them whole', async (t) => {
  const url = await server.createDatabase()
  const older = await openOn(t, url, [storm, stock])
  await older.commit(manyThings)
  let locks = 0
  let restart: Promise<void> | undefined
  const newer = await openThrough(t, url, {
    // Between what the newer one declares and what it builds, the older one comes.
    onRequest(chunk: Buffer, link: Link) {
      if (!chunk.includes('pg_try_advisory_xact_lock') || ++locks !== 2) return true
      restart = older.prepare([storm, stock]).then(() => link.deliver(chunk))
      return false
    },
  })
  await newer.prepare([more])
  await restart
  assert.ok(restart)
  await assertWhole(newer)
})
