import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Document, MongoClient } from 'mongodb'
import { randomText } from '#kernel/id.ts'
import type { Body, CollectionSpec, Engine, Write } from '#store/engine.ts'
import { startMongo } from '#testing/mongo-server.ts'
import { createMongoEngine } from './engine.ts'
import { ENTRIES } from './layout.ts'
import { openMongoSnapshot } from './snapshot.ts'

const server = await startMongo()
after(() => server.stop())

interface Store {
  readonly url: string
  /** One more process, so to speak. */
  open(...collections: CollectionSpec[]): Promise<Engine>
  /** What lies in a collection of MongoDB. */
  all(collection: string): Promise<Document[]>
}

async function openStore(t: TestContext): Promise<Store> {
  const url = server.url(`details_${randomText(8).toLowerCase()}`)
  const client = new MongoClient(url)
  const engines: Engine[] = []
  t.after(async () => {
    for (const engine of engines) await engine.close()
    await client.db().dropDatabase()
    await client.close()
  })
  return {
    url,
    async open(...collections) {
      const engine = createMongoEngine({ kind: 'mongodb', url })
      engines.push(engine)
      await engine.prepare(collections)
      return engine
    },
    all: (collection) => client.db().collection(collection).find().toArray(),
  }
}

const plain = { name: 'things', indexes: {} } satisfies CollectionSpec
const coded = {
  name: 'things',
  indexes: { byCode: { fields: ['code'], unique: true } },
} satisfies CollectionSpec
const tagged = {
  name: 'things',
  indexes: { ...coded.indexes, byTag: { fields: ['tags[]'] }, bySize: { fields: ['size'] } },
} satisfies CollectionSpec

const insert = (id: string, body: Body): Write => ({ op: 'insert', collection: plain, id, schema: 1, body })
const replace = (id: string, revision: number, body: Body): Write => ({
  op: 'replace',
  collection: plain,
  id,
  revision,
  schema: 1,
  body,
})
const adjust = (id: string, field: string, by: number, floor?: number): Write => ({
  op: 'adjust',
  collection: plain,
  id,
  field,
  by,
  ...(floor !== undefined && { floor }),
})

const idsIn = async (engine: Engine, index: string, key?: string) => {
  const equals = key === undefined ? [] : [key]
  const { rows } = await engine.find(tagged, { index, equals, limit: 100 })
  return rows.map((row) => row.id).join(' ')
}

test('names and values that mean something to MongoDB or JavaScript are kept as they are', async (t) => {
  const engine = await (await openStore(t)).open(plain)
  const text =
    '{"a.b":{"$inc":1},"$set":{"__proto__":{"x":"\\u0000\\ud800"}},"":0,"nul\\u0000":[{"$ref":"a","$id":1}],"n":1}'
  const body = JSON.parse(text) as Body
  await engine.commit([insert('a', body)])
  await engine.commit([adjust('a', 'n', 2 ** 40)])
  assert.deepEqual((await engine.get(plain, ['a']))[0]?.body, { ...body, n: 2 ** 40 + 1 })
  await engine.commit([replace('a', 2, { plain: true })])
  assert.deepEqual((await engine.get(plain, ['a']))[0]?.body, { plain: true })
})

test('a counter that is null counts as 0, a list is none, and several of one document go together', async (t) => {
  const engine = await (await openStore(t)).open(plain)
  await engine.commit([insert('a', { nothing: null, list: [1, 2], large: 2 ** 40 })])
  await assert.rejects(engine.commit([adjust('a', 'list', 1)]), TypeError)
  await assert.rejects(engine.commit([adjust('a', 'nothing', -1, 0)]), { kind: 'floor' })
  await engine.commit([
    adjust('a', 'nothing', 2),
    adjust('a', 'large', 1),
    adjust('a', 'large', -2, 2 ** 40 - 1),
  ])
  const [a] = await engine.get(plain, ['a'])
  assert.deepEqual([a?.revision, a?.body], [4, { nothing: 2, list: [1, 2], large: 2 ** 40 - 1 }])
  // Each on top of the one before: in between, it would be below the floor.
  await assert.rejects(engine.commit([adjust('a', 'nothing', -3, 0), adjust('a', 'nothing', 5, 0)]), {
    kind: 'floor',
  })
})

test('a document names exactly the entries that belong to it, whatever happened', async (t) => {
  const store = await openStore(t)
  const engine = await store.open(tagged)
  await engine.commit([insert('a', { code: 1, tags: ['x', 'y'] }), insert('b', { code: 2, tags: ['x'] })])
  await engine.commit([replace('a', 1, { code: 3, tags: ['z', 'y'] }), replace('b', 1, { code: 1 })])
  await assert.rejects(engine.commit([insert('c', { tags: ['c'] }), replace('a', 2, { code: 1 })]), {
    kind: 'taken',
  })
  await engine.commit([{ op: 'remove', collection: tagged, id: 'b', revision: 2 }, insert('d', { code: 1 })])
  const named = (await store.all('things')).flatMap((each) =>
    each.entries.map((entry: string) => [entry, each._id]),
  )
  const there = (await store.all(ENTRIES)).map((each) => [each._id, each.owner])
  assert.deepEqual(there.sort(), named.sort())
  assert.equal(there.length, 4)
})

test('while processes of two versions serve together, each finds what the other writes by the indexes both know', async (t) => {
  const store = await openStore(t)
  const older = await store.open(coded)
  await older.commit([insert('a', { code: 'a', tags: ['x'], size: 1 })])
  const newer = await store.open(tagged)
  assert.equal(await idsIn(newer, 'byTag', 'x'), 'a')
  await older.commit([insert('b', { code: 'b', tags: ['x'], size: 2 })])
  await older.commit([replace('a', 1, { code: 'c', tags: ['y'], size: 3 })])
  await newer.commit([replace('b', 1, { code: 'd', tags: ['z'], size: 4 })])
  await older.commit([adjust('b', 'size', 1)])
  for (const engine of [older, newer]) {
    assert.equal(await idsIn(engine, 'byCode', 'c'), 'a')
    assert.equal(await idsIn(engine, 'byCode', 'd'), 'b')
    await assert.rejects(engine.commit([insert('e', { code: 'c' })]), { kind: 'taken', index: 'byCode' })
  }
  // What the older one wrote is not in the new indexes yet, but never wrongly in them.
  assert.equal(await idsIn(newer, 'byTag', 'x'), '')
  await newer.prepare([tagged])
  assert.equal(await idsIn(newer, 'byTag', 'y'), 'a')
  assert.equal(await idsIn(newer, 'byTag', 'z'), 'b')
  assert.equal(await idsIn(newer, 'bySize'), 'a b')
})

test('many processes may prepare the same store at once', async (t) => {
  const store = await openStore(t)
  const first = await store.open(plain)
  await first.commit(Array.from({ length: 120 }, (_, n) => insert(`a${n}`, { code: n, tags: ['x'] })))
  const engines = await Promise.all(Array.from({ length: 4 }, () => store.open(tagged)))
  for (const engine of engines) assert.equal((await idsIn(engine, 'byTag', 'x')).split(' ').length, 100)
  assert.equal((await store.all(ENTRIES)).length, 240)
})

test('buyers in several processes get what there is, and not one more', async (t) => {
  const store = await openStore(t)
  const engines = await Promise.all(Array.from({ length: 3 }, () => store.open(coded)))
  const [first] = engines as [Engine]
  await first.commit([insert('stock', { count: 30 })])
  const buy = (engine: Engine, at: number) =>
    engine.commit([insert(`order${at}`, { code: `o${at}` }), adjust('stock', 'count', -1, 0)])
  const all = Array.from({ length: 60 }, (_, at) => buy(engines[at % 3] as Engine, at))
  const refused = (await Promise.allSettled(all)).flatMap((each) =>
    each.status === 'rejected' ? [each.reason.kind] : [],
  )
  assert.deepEqual(refused, Array(30).fill('floor'))
  const { rows } = await first.find(coded, { index: 'byCode', limit: 100 })
  assert.equal(rows.length, 30)
  assert.equal((await first.get(coded, ['stock']))[0]?.body.count, 0)
})

test('a process is told of what others commit, and not of what it commits itself', async (t) => {
  const store = await openStore(t)
  const events = { name: 'events', indexes: {} }
  const event = (id: string): Write => ({ op: 'insert', collection: events, id, schema: 1, body: {} })
  const [one, two] = [await store.open(events), await store.open(events)]
  const told = { one: 0, two: 0 }
  one.onForeignCommit?.(() => {
    told.one += 1
  })
  two.onForeignCommit?.(() => {
    told.two += 1
  })
  // A change stream tells of what comes after it was opened.
  for (let n = 0; told.two === 0 && n < 100; n++) {
    await one.commit([event(`e${n}`)])
    await sleep(20)
  }
  assert.ok(told.two > 0)
  assert.equal(told.one, 0)
})

test('a snapshot shows one moment, page by page, in the order of ids', async (t) => {
  const store = await openStore(t)
  const engine = await store.open(plain)
  await engine.commit([insert('a', { n: 1 }), insert('b', { n: 1 }), insert('c', { n: 1 })])
  const snapshot = await openMongoSnapshot({ kind: 'mongodb', url: store.url })
  t.after(() => snapshot.close())
  await engine.commit([replace('a', 1, { n: 2 }), insert('bb', {})])
  const first = await snapshot.read(plain, { after: null, limit: 2 })
  assert.deepEqual(
    first,
    ['a', 'b'].map((id) => ({ id, revision: 1, schema: 1, body: { n: 1 } })),
  )
  const second = await snapshot.read(plain, { after: 'b', limit: 2 })
  assert.deepEqual(
    second.map((each) => each.id),
    ['c'],
  )
  assert.deepEqual(await snapshot.read({ name: 'never', indexes: {} }, { after: null, limit: 2 }), [])
})

test('an engine that is closed says so', async (t) => {
  const store = await openStore(t)
  const engine = await store.open(plain)
  await engine.close()
  await assert.rejects(engine.commit([insert('a', {})]), /closed/)
})
