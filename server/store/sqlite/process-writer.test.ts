import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { engineConformance, underTest } from '#store/engine.conformance.ts'
import type { Conflict, Engine, Write } from '#store/engine.ts'
import { createSqliteEngine } from './engine.ts'
import { machineMs } from './lateness.ts'
import { placeInProcess } from './process-placement.ts'
import { listenForCommits } from './process-writer.ts'
import { createWriter } from './writer.ts'

interface Place {
  readonly file: string
  readonly address: string
}

async function aPlace(): Promise<Place & { readonly directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-writer-'))
  return { directory, file: join(directory, 'store.db'), address: join(directory, 'writer') }
}

async function openTemporary() {
  const { directory, file, address } = await aPlace()
  const listener = await listenForCommits(file, address)
  return underTest(
    () => createSqliteEngine({ file, writer: { address } }),
    () => listener.close().then(() => rm(directory, { recursive: true })),
  )
}

engineConformance('SQLite, writer in another process', openTemporary)

const things = { name: 'things', indexes: { byCode: { fields: ['code'], unique: true } } }
const counter = { collection: things, id: 'counter' }
const insert = (id: string, body = {}): Write => ({ op: 'insert', collection: things, id, schema: 1, body })
const replace = (id: string, revision: number, body = {}): Write => {
  return { op: 'replace', collection: things, id, revision, schema: 1, body }
}
const count = (by = 1): Write => ({ op: 'adjust', ...counter, field: 'count', by })

/** As an engine hands it to its writer. */
const insertOp = (id: string) =>
  ({
    op: 'insert',
    table: 'things',
    id,
    revision: 1,
    schema: 1,
    text: '{}',
    keys: [null],
    entries: [],
  }) as never

/** A real process that writes, which can be killed and begun again at the same place. */
class WritingProcess {
  child: ChildProcess | undefined
  readonly place: Place
  constructor(place: Place) {
    this.place = place
  }

  async begin(): Promise<void> {
    const script = new URL('./process-writer.child.ts', import.meta.url).pathname
    const args = [...process.execArgv, script, this.place.file, this.place.address]
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(this.child.stdout as NodeJS.ReadableStream, 'data')
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill(signal)
    await ended
  }
}

async function aShop(
  t: TestContext,
  processes: number,
): Promise<{ writing: WritingProcess; engines: Engine[] }> {
  const place = await aPlace()
  const writing = new WritingProcess(place)
  await writing.begin()
  const { file, address } = place
  const engines = Array.from({ length: processes }, () => createSqliteEngine({ file, writer: { address } }))
  t.after(async () => {
    for (const engine of engines) await engine.close()
    await writing.end()
    await rm(place.directory, { recursive: true })
  })
  for (const engine of engines) await engine.prepare([things])
  return { writing, engines }
}

describe('processes that have one process write for them', () => {
  test('see each other’s commits, and their own at once', async (t) => {
    const { engines } = await aShop(t, 2)
    const [one, two] = engines as [Engine, Engine]
    await one.commit([insert('a', { n: 1 })])
    for (let n = 1; n <= 20; n++) {
      const [from, to] = n % 2 ? [one, two] : [two, one]
      const before = to.foreignCommits?.()
      // Known in memory on both sides, so that what is old would show.
      assert.equal((await to.get(things, ['a']))[0]?.body.n, n)
      await from.commit([replace('a', n, { n: n + 1 })])
      assert.equal((await from.get(things, ['a']))[0]?.body.n, n + 1)
      assert.equal((await to.get(things, ['a']))[0]?.body.n, n + 1)
      assert.notEqual(to.foreignCommits?.(), before)
      await assert.rejects(to.commit([replace('a', n)]), { kind: 'stale' })
    }
    const inserts = Array.from({ length: 60 }, (_, n) =>
      (n % 2 ? one : two).commit([insert(`c${n}`, { code: n })]),
    )
    await Promise.all(inserts)
    assert.equal((await one.find(things, { index: 'byCode', limit: 100 })).rows.length, 60)
  })

  test('have what is refused to one written of the others', async (t) => {
    const { engines } = await aShop(t, 2)
    const [one, two] = engines as [Engine, Engine]
    const all = Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? one : two).commit([insert(`n${n}`, { code: n >> 1 })]).then(
        () => 'written',
        (error: unknown) => (error as Conflict).kind,
      ),
    )
    const outcomes = await Promise.all(all)
    for (let code = 0; code < 20; code++) {
      assert.deepEqual(outcomes.slice(2 * code, 2 * code + 2).sort(), ['taken', 'written'])
    }
  })

  test('lose nothing and write nothing twice when it is killed in the middle, again and again', async (t) => {
    const { writing, engines } = await aShop(t, 2)
    await engines[0]?.commit([insert('counter', { count: 0 })])
    let isOver = false
    let acknowledged = 0
    const committers = engines.flatMap((engine, at) =>
      Array.from({ length: 6 }, async (_, which) => {
        for (let n = 0; !isOver; n++) {
          await engine.commit([insert(`at${at}-${which}-${n}`), count()])
          acknowledged += 1
          // What is refused is refused once more where the answer was lost.
          await assert.rejects(engine.commit([count(), insert(`at${at}-${which}-${n}`)]), { kind: 'taken' })
        }
      }),
    )
    const storm = Promise.all(committers)
    const kill = async () => {
      for (let kills = 0; kills < 4; kills++) {
        const before = acknowledged
        while (acknowledged < before + 100) await new Promise(setImmediate)
        await writing.end()
        await writing.begin()
      }
      isOver = true
    }
    await Promise.race([storm, kill()])
    await storm
    const [found] = (await engines[1]?.get(things, ['counter'])) ?? []
    assert.equal(found?.body.count, acknowledged)
  })

  test('are told when it stays away, and go on when it is back', async (t) => {
    const { writing, engines } = await aShop(t, 1)
    const [engine] = engines as [Engine]
    await engine.commit([insert('a', { n: 1 })])
    await writing.end()
    const writer = placeInProcess(writing.place.address)
    t.after(() => writer.close())
    // As if it had been asked for nearly that long ago.
    const since = machineMs() - 10_950
    await assert.rejects(writer.write([[]], since), {
      name: 'StoreUnavailable',
      message: /Nothing was written/,
    })
    assert.equal((await engine.get(things, ['a']))[0]?.body.n, 1)
    const patient = engine.commit([replace('a', 1, { n: 2 })])
    await writing.begin()
    await patient
    assert.equal((await engine.get(things, ['a']))[0]?.body.n, 2)
  })

  test('have nothing written that has waited for too long', async (t) => {
    const { writing, engines } = await aShop(t, 1)
    const writer = placeInProcess(writing.place.address)
    t.after(() => writer.close())
    const late = writer.write([[insertOp('late')]], machineMs() - 10_500)
    await assert.rejects(late, { name: 'StoreUnavailable', message: /and was not/ })
    assert.deepEqual(await engines[0]?.get(things, ['late']), [undefined])
  })

  test('have theirs written though it comes together with another’s that is too late', async (t) => {
    const { writing, engines } = await aShop(t, 1)
    const [one, two] = [placeInProcess(writing.place.address), placeInProcess(writing.place.address)]
    t.after(() => Promise.all([one.close(), two.close()]))
    for (const writer of [one, two]) await writer.write([[]], machineMs())
    writing.child?.kill('SIGSTOP')
    const late = one.write([[insertOp('late')]], machineMs() - 10_500)
    const inTime = two.write([[insertOp('in-time')]], machineMs())
    // Both lie there by then, and are read together.
    await pause(50)
    writing.child?.kill('SIGCONT')
    await assert.rejects(late, { name: 'StoreUnavailable', message: /and was not/ })
    assert.deepEqual(await inTime, [undefined])
    const [absent, there] = (await engines[0]?.get(things, ['late', 'in-time'])) ?? []
    assert.deepEqual([absent?.id, there?.id], [undefined, 'in-time'])
  })

  test('must declare the same indexes', async (t) => {
    const { writing, engines } = await aShop(t, 1)
    const { file, address } = writing.place
    const newer = createSqliteEngine({ file, writer: { address } })
    t.after(() => newer.close())
    const changed = { name: 'things', indexes: {} }
    await assert.rejects(newer.prepare([changed]), /declares "things" otherwise/)
    await newer.prepare([things, { name: 'more', indexes: {} }])
    await engines[0]?.commit([insert('a', { code: 'x' })])
    assert.equal((await newer.find(things, { index: 'byCode', limit: 1 })).rows.length, 1)
  })
})

test('a file that another process keeps for itself is unavailable, not broken', async (t) => {
  const { directory, file } = await aPlace()
  const [db, other] = [new DatabaseSync(file, { timeout: 0 }), new DatabaseSync(file)]
  t.after(async () => {
    other.close()
    db.close()
    await rm(directory, { recursive: true })
  })
  const writer = createWriter(db)
  other.exec('BEGIN IMMEDIATE')
  assert.throws(() => writer.prepare([things]), { name: 'StoreUnavailable' })
  other.exec('COMMIT')
  writer.prepare([things])
})
