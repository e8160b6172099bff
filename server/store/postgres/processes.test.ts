import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Engine, Write } from '#store/engine.ts'
import { type PostgresServer, startPostgres } from '#testing/postgres-server.ts'
import { createPostgresEngine } from './engine.ts'
import { countOf, insertInto, openOn, startLine, stock, storm, take } from './kit.fixture.ts'
import { openPostgresSnapshot } from './snapshot.ts'

let server: PostgresServer
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

const manyThings = (n: number, from = 0) =>
  Array.from({ length: n }, (_, at) =>
    insertInto(storm, `s${String(from + at).padStart(6, '0')}`, {
      n: from + at,
      name: `n${from + at}`,
      tags: ['all'],
    }),
  )

async function countBy(engine: Engine, collection: typeof storm, index: string): Promise<number> {
  let count = 0
  for (let after: Awaited<ReturnType<Engine['find']>>['next'] | undefined; after !== null; ) {
    const page = await engine.find(collection, { index, limit: 1000, ...(after && { after }) })
    count += page.rows.length
    after = page.next
  }
  return count
}

test('several engines prepare an empty database at once, and one that is full', async (t) => {
  const url = await server.createDatabase()
  const engines = await Promise.all(Array.from({ length: 4 }, () => openOn(t, url, [stock, storm])))
  await engines[0]?.commit(manyThings(1500))
  const more = {
    ...storm,
    indexes: { ...storm.indexes, byNumber: { fields: ['-n'] }, byTags: { fields: ['tags[]'] } },
  }
  await Promise.all(engines.map((engine) => engine.prepare([stock, more])))
  for (const engine of engines)
    for (const index of Object.keys(more.indexes)) assert.equal(await countBy(engine, more, index), 1500)
})

test('indexes are built while others write, whose version does not know them', async (t) => {
  const url = await server.createDatabase()
  const [older, newer] = [await openOn(t, url, [storm]), await openOn(t, url, [storm])]
  await older.commit(manyThings(3000))
  let isOver = false
  let written = 3000
  const write = async () => {
    while (!isOver) {
      await older.commit(manyThings(1, written++))
      const victim = `s${String(written % 3000).padStart(6, '0')}`
      const [stored] = await older.get(storm, [victim])
      if (!stored) continue
      const body = { ...stored.body, tags: ['all', 'moved'] }
      const move: Write = {
        op: 'replace',
        collection: storm,
        id: victim,
        revision: stored.revision,
        schema: 1,
        body,
      }
      // The other one may have moved it in between.
      await older.commit([move]).catch((error) => assert.equal(error.kind, 'stale'))
    }
  }
  const writing = Promise.all([write(), write()])
  const more = {
    ...storm,
    indexes: {
      ...storm.indexes,
      byNumber: { fields: ['-n'] },
      byTags: { fields: ['tags[]'] },
      byOwnNumber: { fields: ['n'], unique: true },
    },
  }
  await newer.prepare([more])
  isOver = true
  await writing
  const { length: moved } = (await newer.find(more, { index: 'byTags', equals: ['moved'], limit: 1000 })).rows
  assert.ok(moved > 0)
  assert.equal(await countBy(newer, more, 'byTags'), written + moved)
  assert.equal(await countBy(newer, more, 'byNumber'), written)
  assert.equal(await countBy(newer, more, 'byOwnNumber'), written)
})

test('an older version reads by its index for a while after a newer one has dropped it', async (t) => {
  const url = await server.createDatabase()
  const [older, newer] = [await openOn(t, url, [storm]), await openOn(t, url, [storm])]
  await newer.prepare([{ name: 'storm', indexes: {} }])
  await newer.commit([insertInto({ name: 'storm', indexes: {} }, 'a', { name: 'x', tags: ['t'] })])
  const same = insertInto({ name: 'storm', indexes: {} }, 'b', { name: 'x', tags: ['t'] })
  await newer.commit([same])
  assert.equal(await countBy(older, storm, 'byTag'), 2)
  assert.equal(await countBy(older, storm, 'byName'), 1)
  await server.run(url, `UPDATE "store:indexes" SET since = now() - interval '2 hours'`)
  await newer.prepare([{ name: 'storm', indexes: {} }, stock])
  const left = await server.run(url, `SELECT tablename FROM pg_tables WHERE tablename LIKE 'storm:%'`)
  assert.deepEqual(left, [])
})

test('a snapshot is the store at one moment, while others write', async (t) => {
  const url = await server.createDatabase()
  const engine = await openOn(t, url, [stock, storm])
  await engine.commit([...manyThings(50), insertInto(stock, 'a', { count: 1 })])
  const snapshot = await openPostgresSnapshot({ kind: 'postgres', url })
  await engine.commit([take('a', 1), ...manyThings(20, 50)])
  await engine.commit([{ op: 'remove', collection: storm, id: 's000000', revision: 1 }])
  const first = await snapshot.read(storm, { after: null, limit: 30 })
  const rest = await snapshot.read(storm, { after: first.at(-1)?.id ?? null, limit: 30 })
  assert.deepEqual([first.length, rest.length], [30, 20])
  assert.equal(first[0]?.id, 's000000')
  const [counter] = await snapshot.read(stock, { after: null, limit: 2 })
  assert.deepEqual({ ...counter }, { id: 'a', revision: 1, schema: 1, body: { count: 1 } })
  assert.deepEqual(await snapshot.read({ name: 'nothing', indexes: {} }, { after: null, limit: 2 }), [])
  await snapshot.close()
})

async function until(holds: () => boolean, ms = 5_000): Promise<void> {
  for (let waited = 0; !holds() && waited < ms; waited += 10) await pause(10)
  assert.ok(holds(), 'It does not come true.')
}

test('a commit wakes the other processes and not its own, also after a restart', async (t) => {
  const url = await server.createDatabase()
  const [one, two] = [await openOn(t, url), await openOn(t, url)]
  const woken = { one: 0, two: 0 }
  one.onForeignCommit?.(() => void woken.one++)
  two.onForeignCommit?.(() => void woken.two++)
  // Each hears itself begin to listen.
  await until(() => woken.one > 0 && woken.two > 0)
  const before = { ...woken }
  await one.commit([insertInto(stock, 'a', { count: 0 })])
  await until(() => woken.two > before.two)
  assert.equal(woken.one, before.one)
  await server.restart('immediate')
  await until(() => woken.one > before.one)
  const later = woken.one
  await two.commit([take('a', 1)])
  await until(() => woken.one > later)
})

/** Starts PgBouncer before the server; undefined where there is none. */
async function startPooler(t: TestContext, url: string): Promise<string | undefined> {
  const { port, pathname, password } = new URL(url)
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const own = (probe.address() as { port: number }).port
  probe.close()
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-pooler-'))
  t.after(() => rm(directory, { recursive: true }))
  const file = join(directory, 'pgbouncer.ini')
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${port} user=postgres password=${password}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${own}`,
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 4',
    'unix_socket_dir =',
  ]
  await writeFile(file, settings.join('\n'))
  await chmod(directory, 0o755)
  const asUser = process.getuid?.() === 0 ? ['-u', 'postgres'] : []
  const child = spawn('pgbouncer', ['-q', ...asUser, file], { stdio: 'ignore' })
  const isThere = await new Promise((resolve) =>
    child.once('spawn', () => resolve(true)).once('error', () => resolve(false)),
  )
  if (!isThere) return undefined
  t.after(() => child.kill('SIGKILL'))
  for (let tries = 0; tries < 100 && !(await answers(own)); tries++) await pause(50)
  return `postgres://postgres@127.0.0.1:${own}${pathname}`
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy())
  })

test('all works behind PgBouncer in transaction mode', async (t) => {
  const direct = await server.createDatabase()
  const url = await startPooler(t, direct)
  if (!url) return t.skip('pgbouncer is not on the PATH')
  const open = async () => {
    const engine = createPostgresEngine({ kind: 'postgres', url, listenUrl: direct })
    t.after(() => engine.close())
    await engine.prepare([stock, storm])
    return engine
  }
  const [one, two] = await Promise.all([open(), open()])
  let woken = 0
  two.onForeignCommit?.(() => void woken++)
  await until(() => woken > 0)
  await one.commit([insertInto(stock, 'a', { count: 50 }), ...manyThings(1200)])
  await until(() => woken > 1)
  const buys = Array.from({ length: 80 }, (_, n) => (n % 2 ? one : two).commit([take('a', -1, 0)]))
  const done = (await Promise.allSettled(buys)).filter(({ status }) => status === 'fulfilled')
  assert.equal(done.length, 50)
  assert.equal(await countOf(two, 'a'), 0)
  await two.prepare([{ ...storm, indexes: { byNumber: { fields: ['n'] } } }])
  const { rows } = await two.find(
    { ...storm, indexes: {} },
    { index: 'byNumber', range: { gte: 1190 }, limit: 50 },
  )
  assert.equal(rows.length, 10)
  const snapshot = await openPostgresSnapshot({ kind: 'postgres', url })
  assert.equal((await snapshot.read(storm, { after: null, limit: 2000 })).length, 1200)
  await snapshot.close()
})

test('each read and each commit is one round trip', async (t) => {
  const url = await server.createDatabase()
  const direct = await openOn(t, url, [stock, storm])
  await direct.commit([insertInto(stock, 'a', { count: 50 }), ...manyThings(10)])
  let trips = 0
  const line = await startLine(t, url, {
    onRequest(chunk) {
      // What ends each round trip of the extended protocol: "Sync".
      trips += chunk.toString('latin1').split('S\0\0\0\x04').length - 1
      return true
    },
  })
  const engine = await openOn(t, line, [stock, storm])
  const tripsOf = async (work: Promise<unknown>) => {
    const before = trips
    await work
    return trips - before
  }
  assert.equal(await tripsOf(engine.get(stock, ['a', 'b'])), 1)
  assert.equal(await tripsOf(engine.find(storm, { index: 'byTag', equals: ['all'], limit: 5 })), 1)
  const writes = [...manyThings(10, 100), take('a', -1, 0), insertInto(stock, 'b'), take('b', 1)]
  assert.equal(await tripsOf(engine.commit(writes)), 1)
})
