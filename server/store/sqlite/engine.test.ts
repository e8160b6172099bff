import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { engineConformance, underTest } from '#store/engine.conformance.ts'
import type { Engine, Write } from '#store/engine.ts'
import { createSqliteEngine } from './engine.ts'

const placements = ['inline', 'worker'] as const

async function openTemporary(writer: 'inline' | 'worker') {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-sqlite-'))
  return underTest(
    () => createSqliteEngine({ file: join(directory, 'store.db'), writer }),
    () => rm(directory, { recursive: true }),
  )
}

for (const writer of placements) engineConformance(`SQLite, ${writer} writer`, () => openTemporary(writer))

async function temporaryFile(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-sqlite-'))
  t.after(() => rm(directory, { recursive: true }))
  return join(directory, 'deep', 'store.db')
}

const things = { name: 'things', indexes: { byCode: { fields: ['code'], unique: true } } }
const insert = (id: string, body = {}): Write => ({ op: 'insert', collection: things, id, schema: 1, body })
const replace = (id: string, revision: number, body = {}): Write => ({
  op: 'replace',
  collection: things,
  id,
  revision,
  schema: 1,
  body,
})

async function openThings(t: TestContext, file: string, writer: 'inline' | 'worker'): Promise<Engine> {
  const engine = createSqliteEngine({ file, writer })
  t.after(() => engine.close())
  await engine.prepare([things])
  return engine
}

const storm = {
  name: 'storm',
  indexes: { byTag: { fields: ['tags[]', 'n'] }, byName: { fields: ['name'], unique: true } },
}

/**
 * Starts the storm, kills it without warning after so many commits, and answers those that were acknowledged.
 */
async function stormAndKill(file: string, writer: string, commits: number): Promise<number[]> {
  const script = new URL('./storm.child.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [...process.execArgv, script, file, writer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk
    if (printed.split('\n').length > commits) child.kill('SIGKILL')
  }
  // The last line may have been cut off.
  return printed.split('\n').slice(0, -1).map(Number)
}

async function allOf(engine: Engine, query: { index: string; equals?: string[] }): Promise<string[]> {
  const ids: string[] = []
  for (let after: Awaited<ReturnType<Engine['find']>>['next'] | undefined; after !== null; ) {
    const { rows, next } = await engine.find(storm, { ...query, limit: 1000, ...(after && { after }) })
    ids.push(...rows.map((row) => row.id))
    after = next
  }
  return ids
}

for (const writer of placements) {
  test(`kill -9 in a write storm loses no acknowledged commit and leaves no half one (${writer})`, async (t) => {
    const file = await temporaryFile(t)
    const acknowledged = await stormAndKill(file, writer, 400)
    assert.ok(acknowledged.length >= 400)
    const engine = createSqliteEngine({ file, writer })
    t.after(() => engine.close())
    await engine.prepare([storm])
    const lefts = await allOf(engine, { index: 'byTag', equals: ['left'] })
    const numbers = new Set(lefts.map((id) => Number(id.slice('left'.length))))
    for (const n of acknowledged) assert.ok(numbers.has(n), `commit ${n} is lost`)
    const rights = await allOf(engine, { index: 'byTag', equals: ['right'] })
    assert.deepEqual(
      rights,
      [...numbers].map((n) => `right${n}`),
    )
    assert.equal((await allOf(engine, { index: 'byTag', equals: ['all'] })).length, 2 * numbers.size)
    assert.equal((await allOf(engine, { index: 'byName' })).length, 2 * numbers.size)
    const [counter] = await engine.get(storm, ['counter'])
    assert.equal(counter?.body.count, numbers.size)
    const db = new DatabaseSync(file)
    assert.equal(db.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok')
    db.close()
  })

  test(`readers never see half a commit (${writer})`, async (t) => {
    const engine = await openThings(t, await temporaryFile(t), writer)
    await engine.commit([insert('a', { n: 0 }), insert('b', { n: 0 })])
    const moveBoth = async () => {
      for (let n = 1; n <= 50; n++) await engine.commit([replace('a', n, { n }), replace('b', n, { n })])
    }
    const moving = moveBoth()
    for (let seen = 0; seen < 50; await sleep(0)) {
      const [a, b] = await engine.get(things, ['a', 'b'])
      assert.equal(a?.body.n, b?.body.n)
      seen = a?.body.n as number
    }
    await moving
  })

  test(`two engines on one file see each other's commits at once (${writer})`, async (t) => {
    const file = await temporaryFile(t)
    const [one, two] = [await openThings(t, file, writer), await openThings(t, file, writer)]
    await one.commit([insert('a', { n: 1 })])
    for (let n = 1; n <= 20; n++) {
      const [from, to] = n % 2 ? [one, two] : [two, one]
      await from.commit([replace('a', n, { n: n + 1 })])
      assert.equal((await to.get(things, ['a']))[0]?.body.n, n + 1)
      await assert.rejects(to.commit([replace('a', n)]), { kind: 'stale' })
    }
    await two.commit([{ op: 'remove', collection: things, id: 'a', revision: 21 }, insert('a', { n: 'new' })])
    await two.commit([insert('b', { n: 'first' })])
    assert.equal((await one.get(things, ['b']))[0]?.body.n, 'first')
    await two.commit([
      { op: 'remove', collection: things, id: 'b', revision: 1 },
      insert('b', { n: 'second' }),
    ])
    assert.equal((await one.get(things, ['b']))[0]?.body.n, 'second')
    const counts = Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? one : two).commit([insert(`c${n}`, { code: n })]),
    )
    await Promise.all(counts)
    assert.equal((await one.find(things, { index: 'byCode', limit: 100 })).rows.length, 40)
  })

  test(`the log stays small in a storm and is gone after close (${writer})`, async (t) => {
    const file = await temporaryFile(t)
    const engine = await openThings(t, file, writer)
    const filler = 'x'.repeat(3_000)
    for (let n = 0; n < 40; n++)
      await engine.commit(
        Array.from({ length: 100 }, (_, at) => insert(`${n}-${at}`, { filler, code: n * 100 + at })),
      )
    assert.ok(statSync(`${file}-wal`).size < 10_000_000)
    await engine.close()
    assert.equal(existsSync(`${file}-wal`), false)
  })
}

test('another process that writes to the file is waited for', async (t) => {
  const file = await temporaryFile(t)
  const engine = await openThings(t, file, 'worker')
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const waiting = engine.commit([insert('a')])
  await sleep(50)
  assert.deepEqual(await engine.get(things, ['a']), [undefined])
  other.exec('COMMIT')
  other.close()
  await waiting
  assert.equal((await engine.get(things, ['a']))[0]?.revision, 1)
})

test('when the writing thread dies, pending and later commits fail with the reason, and reads go on', async (t) => {
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve))
  const engine = await openThings(t, await temporaryFile(t), 'worker')
  await engine.commit([insert('a')])
  const worker = await started
  const pending = Array.from({ length: 500 }, (_, n) => engine.commit([insert(`b${n}`)]))
  setImmediate(() => void worker.terminate())
  const results = await Promise.allSettled(pending)
  const reasons = results.flatMap((each) => (each.status === 'rejected' ? [`${each.reason}`] : []))
  assert.ok(reasons.length > 0)
  for (const reason of reasons) assert.match(reason, /thread that writes to the store has stopped/)
  await assert.rejects(engine.commit([insert('c')]), /has stopped/)
  assert.equal((await engine.get(things, ['a']))[0]?.revision, 1)
})

test('a store of a newer layout is refused and left alone', async (t) => {
  const file = await temporaryFile(t)
  const engine = await openThings(t, file, 'inline')
  await engine.close()
  const db = new DatabaseSync(file)
  t.after(() => db.close())
  db.exec(`UPDATE "store:meta" SET value = 2 WHERE name = 'layout'`)
  for (const writer of placements) {
    const newer = createSqliteEngine({ file, writer })
    await assert.rejects(newer.prepare([{ name: 'more', indexes: {} }]), /layout is 2, this version knows 1/)
    await newer.close()
  }
  assert.deepEqual(db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'more'`).all(), [])
})

test('a file that is no database is refused with SQLite’s reason', async (t) => {
  const file = join(tmpdir(), 'marketsquare-no-such', '\0', 'x')
  await assert.rejects(async () => createSqliteEngine({ file, writer: 'inline' }))
  const engine = createSqliteEngine({ file: tmpdir(), writer: 'worker' })
  t.after(() => engine.close())
  await assert.rejects(engine.prepare([things]), /unable to open/)
})
