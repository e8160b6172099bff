import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HalfMoved } from '#store/move.ts'
import { type Database, openEngine, openSnapshot } from '#store/open.ts'
import { createStore } from '#store/store.ts'
import { createManualClock } from '#testing/clock.ts'
import { runScript } from '#testing/server-process.ts'
import { copyStore } from './copy-store.ts'
import { sumOf } from './digest.ts'
import { documentsOf } from './documents.ts'
import { MovingError } from './moving-error.ts'
import type { Step } from './progress.ts'
import {
  aDirectory,
  furnish,
  goods,
  house,
  ledger,
  openHouse,
  put,
  silent,
  sqliteIn,
} from './store.fixture.ts'

const copy = (from: Database, to: Database) => copyStore({ from, to, collections: house, report: silent })

async function sumIn(database: Database) {
  const snapshot = await openSnapshot(database)
  const sum = await sumOf(documentsOf(snapshot, house), silent)
  await snapshot.close()
  return sum
}

/** Beside this file. */
const CHILD = 'copy.child.ts'

const says = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof MovingError, String(error))
  assert.match(error.message, pattern)
  return true
}

test('a copy has every document at its revision and schema, and the indexes find them', async (t) => {
  const directory = await aDirectory(t)
  const [from, to] = [sqliteIn(directory, 'from'), sqliteIn(directory, 'to')]
  await furnish(await openHouse(t, from))
  const { sum, earlier } = await copy(from, to)
  assert.equal(sum.documents, 303)
  assert.deepEqual(sum.collections, {
    goods: { documents: 300, schema: 2 },
    ledger: { documents: 3, schema: 1 },
  })
  assert.equal(earlier, undefined)
  assert.deepEqual(await sumIn(to), sum)
  const copied = await openHouse(t, to)
  const { rows } = await copied.find(goods, { index: 'byCode', equals: ['c7'], limit: 2 })
  assert.equal(rows.length, 1)
  assert.deepEqual([rows[0]?.revision, rows[0]?.schema, rows[0]?.body.at], [3, 2, 7 / 8])
})

test('a copy of a shop that runs on is brought up to date by running it again', async (t) => {
  const directory = await aDirectory(t)
  const [from, to] = [sqliteIn(directory, 'from'), sqliteIn(directory, 'to')]
  const engine = await openHouse(t, from)
  await furnish(engine)
  await copy(from, to)
  await engine.commit([
    { op: 'remove', collection: goods, id: 'g0', revision: 1 },
    { op: 'replace', collection: goods, id: 'G1', revision: 2, schema: 2, body: { code: 'c0' } },
    put(goods, 'new', { code: 'c1' }),
    { op: 'adjust', collection: ledger, id: 'l0', field: 'sum', by: 5 },
  ])
  const { sum, earlier, removed } = await copy(from, to)
  assert.equal(sum.documents, 303)
  assert.equal(earlier, 303)
  assert.equal(removed, 3)
  assert.deepEqual(await sumIn(to), sum)
})

test('a copy that has been used since is not copied over', async (t) => {
  const directory = await aDirectory(t)
  const [from, to] = [sqliteIn(directory, 'from'), sqliteIn(directory, 'to')]
  await furnish(await openHouse(t, from))
  await copy(from, to)
  const used = await openHouse(t, to)
  await used.commit([put(ledger, 'an-order', { sum: 1 })])
  await assert.rejects(
    copy(from, to),
    says(/to\.db was filled from .*from\.db before and has been used since/),
  )
  assert.equal((await sumIn(to)).documents, 304)
})

test('a target with a shop in it is refused, whoever’s it is', async (t) => {
  const directory = await aDirectory(t)
  const [from, other, to] = ['from', 'other', 'to'].map((name) => sqliteIn(directory, name)) as [
    Database,
    Database,
    Database,
  ]
  await furnish(await openHouse(t, from))
  await furnish(await openHouse(t, other), 100)
  await assert.rejects(
    copy(from, other),
    says(/other\.db is not empty: it has goods\. Nothing is ever mixed/),
  )
  await copy(other, to)
  await assert.rejects(copy(from, to), says(/to\.db holds what came from .*other\.db, not from .*from\.db/))
  await assert.rejects(copy(from, from), says(/is both the source and the target/))
})

test('a source with nothing in it, or that is not there, is refused before a target is made', async (t) => {
  const directory = await aDirectory(t)
  const [from, to] = [sqliteIn(directory, 'from'), sqliteIn(directory, 'to')]
  await assert.rejects(copy(from, to), says(/There is no shop at sqlite:.*from\.db/))
  await openHouse(t, from)
  await assert.rejects(copy(from, to), says(/There is nothing in sqlite:.*from\.db/))
  await assert.rejects(copy(to, from), says(/There is no shop at/))
})

test('a copy whose process is killed half way is no shop, is nobody’s source, and goes on', async (t) => {
  const directory = await aDirectory(t)
  const [from, to] = [sqliteIn(directory, 'from'), sqliteIn(directory, 'to')]
  const [source, target] = [from, to].map((each) => `sqlite:${(each as { file: string }).file}`) as [
    string,
    string,
  ]
  await furnish(await openHouse(t, from), 30_000)
  const run = () => runScript(`backup/${CHILD}`, [source, target], {})
  const child = run()
  await child.line(/Copying: [5-9]\d{3} documents/)
  child.kill('SIGKILL')
  assert.equal(await child.ended, 'SIGKILL')
  const half = (await sumIn(to)).documents
  assert.ok(half > 1_000 && half < 30_000, `${half} documents`)

  const engine = await openEngine(to)
  const shop = { engine, clock: createManualClock(), collections: [], subscriptions: new Map() }
  await assert.rejects(createStore(shop), HalfMoved)
  await engine.close()
  await assert.rejects(copy(to, sqliteIn(directory, 'third')), says(/is being filled from .*from\.db/))
  await assert.rejects(copy(sqliteIn(directory, 'house'), to), says(/There is no shop at/))

  const again = run()
  assert.equal(await again.ended, 0, again.output())
  assert.match(again.output(), /earlier [1-9]\d{3,}/)
  assert.deepEqual(await sumIn(to), await sumIn(from))
  const whole = await openEngine(to)
  await createStore({ ...shop, engine: whole })
  await whole.close()
})

test('of two copies into one store at once, one gives up and the other comes to its end', async (t) => {
  const directory = await aDirectory(t)
  const [from, to] = [sqliteIn(directory, 'from'), sqliteIn(directory, 'to')]
  await furnish(await openHouse(t, from), 6_000)
  let second: Promise<PromiseSettledResult<unknown>[]> | undefined
  const report = ({ doing, done }: Step) => {
    if (doing === 'Copying' && done > 1_000) second ??= Promise.allSettled([copy(from, to)])
  }
  const [first] = await Promise.allSettled([copyStore({ from, to, collections: house, report })])
  assert.ok(second)
  const both = [first, ...(await second)]
  const failed = both.flatMap((each) => (each?.status === 'rejected' ? [each.reason] : []))
  assert.equal(failed.length, 1)
  says(/Another restore or copy is filling this store|was changed in the target/)(failed[0])
  assert.deepEqual(await sumIn(to), await sumIn(from))
})
