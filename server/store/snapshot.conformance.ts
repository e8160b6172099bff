import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { counters, insert, insertAll, read, remove, replace, things } from './engine.conformance.kit.ts'
import type { Body, CollectionSpec, Engine, Stored, Write } from './engine.ts'
import type { Snapshot } from './snapshot.ts'

/** A store of its own, empty at first. */
export interface StoreUnderTest {
  readonly engine: Engine
  openSnapshot(): Promise<Snapshot>
  /** Closes the engine and removes the storage. */
  destroy(): Promise<void>
}

export type OpenStore = () => Promise<StoreUnderTest>

/** Registers the tests that every engine's snapshots must pass, with `node:test`. */
export function snapshotConformance(name: string, open: OpenStore): void {
  describe(`a snapshot of the ${name} engine`, () => {
    contents(open)
    moments(open)
  })
}

/** Snapshots are closed before their store is removed, which would wait for them. */
async function openEmpty(t: TestContext, open: OpenStore): Promise<StoreUnderTest> {
  const store = await open()
  const snapshots: Snapshot[] = []
  t.after(async () => {
    for (const snapshot of snapshots) await snapshot.close()
    await store.destroy()
  })
  return {
    ...store,
    async openSnapshot() {
      const snapshot = await store.openSnapshot()
      snapshots.push(snapshot)
      return snapshot
    },
  }
}

async function openThings(t: TestContext, open: OpenStore): Promise<StoreUnderTest> {
  const store = await openEmpty(t, open)
  await store.engine.prepare([things, counters])
  return store
}

const toPlain = ({ id, revision, schema, body }: Stored): Stored => ({ id, revision, schema, body })

/** Everything of a collection, page by page. */
async function allOf(snapshot: Snapshot, collection: CollectionSpec = things, limit = 100) {
  const all: Stored[] = []
  for (let after: string | null = null; ; ) {
    const rows = await snapshot.read(collection, { after, limit })
    assert.ok(rows.length <= limit)
    all.push(...rows.map(toPlain))
    if (rows.length < limit) return all
    after = rows.at(-1)?.id ?? null
  }
}

const idsOf = async (snapshot: Snapshot, limit?: number): Promise<string[]> =>
  (await allOf(snapshot, things, limit)).map((stored) => stored.id)

function contents(open: OpenStore): void {
  test('has each document with its revision, schema and body', async (t) => {
    const store = await openThings(t, open)
    const body: Body = {
      code: 'x\u0000y',
      tags: ['t', 'ü', '😀'],
      deep: { list: [1, [2, { z: null }]], empty: {}, none: [] },
      numbers: [0, -1, 0.1, 1e21, 5e-324, 1.7976931348623157e308, 2 ** 53 - 1],
      flags: [true, false, null],
      '10': 'ten',
      '9': 'nine',
      ' key with "quotes" and  ': '\u2028',
    }
    await store.engine.commit([
      insert('a', body),
      { ...insert('b', { n: 1 }), revision: 7, schema: 3 } as Write,
    ])
    await store.engine.commit([insert('c', { count: 1 }, counters)])
    const snapshot = await store.openSnapshot()
    assert.deepEqual(await allOf(snapshot), [
      { id: 'a', revision: 1, schema: 1, body },
      { id: 'b', revision: 7, schema: 3, body: { n: 1 } },
    ])
    assert.deepEqual(await allOf(snapshot, counters), [
      { id: 'c', revision: 1, schema: 1, body: { count: 1 } },
    ])
  })

  test('reads in the order of ids, by code point, in pages of any size', async (t) => {
    const store = await openThings(t, open)
    const ids = ['A', 'Z', '_', 'a', 'a ', 'a-', 'a_1', 'aa', 'b', 'z', 'ä', '\uE000', '\uFFFD', '😀']
    await insertAll(store.engine, Object.fromEntries(ids.toReversed().map((id) => [id, {}])))
    const snapshot = await store.openSnapshot()
    for (const limit of [1, 2, 5, ids.length, ids.length + 1])
      assert.deepEqual(await idsOf(snapshot, limit), ids)
    const between = await snapshot.read(things, { after: 'aZ', limit: 2 })
    assert.deepEqual(
      between.map((stored) => stored.id),
      ['a_1', 'aa'],
    )
    assert.deepEqual(await snapshot.read(things, { after: '😀', limit: 2 }), [])
  })

  test('has nothing in an empty collection, or in one that the store does not have', async (t) => {
    const store = await openThings(t, open)
    const snapshot = await store.openSnapshot()
    assert.deepEqual(await allOf(snapshot), [])
    assert.deepEqual(await allOf(snapshot, { name: 'unheard-of', indexes: {} }), [])
  })

  test('of a store that nobody has prepared has nothing', async (t) => {
    const store = await openEmpty(t, open)
    assert.deepEqual(await allOf(await store.openSnapshot()), [])
  })
}

function moments(open: OpenStore): void {
  test('does not see what is committed after it was opened', async (t) => {
    const store = await openThings(t, open)
    await insertAll(store.engine, { a: { n: 1 }, b: { n: 1 }, c: { n: 1 } })
    const before = await store.openSnapshot()
    await store.engine.commit([replace('a', 1, { n: 2 }), remove('b', 1), insert('d', { n: 2 })])
    await store.engine.commit([insert('x', { count: 1 }, counters)])
    const after = await store.openSnapshot()
    assert.deepEqual(await idsOf(before, 2), ['a', 'b', 'c'])
    assert.deepEqual((await allOf(before))[0]?.body, { n: 1 })
    assert.deepEqual(await allOf(before, counters), [])
    assert.deepEqual(await idsOf(after), ['a', 'c', 'd'])
    assert.equal((await allOf(after, counters)).length, 1)
  })

  test('holds of each commit all or nothing, while others write', async (t) => {
    const store = await openThings(t, open)
    let stop = false
    let n = 0
    const write = async () => {
      while (!stop) {
        const id = `p${String(n++).padStart(6, '0')}`
        // The parts lie in two collections and at both ends of one.
        await store.engine.commit([
          insert(`a${id}`, { pair: id, tags: [id] }),
          insert(`z${id}`, { pair: id }),
          insert(id, { count: 1 }, counters),
        ])
      }
    }
    const writers = [write(), write(), write()]
    for (let round = 0; round < 5; round++) {
      const snapshot = await store.openSnapshot()
      const written = n
      const pairs = await allOf(snapshot, things, 7)
      // So that the second collection is read when it has long grown.
      while (n < written + 20) await nextTurn()
      const counted = (await allOf(snapshot, counters, 7)).map((stored) => stored.id)
      await snapshot.close()
      const left = pairs.filter(({ id }) => id.startsWith('a')).map(({ body }) => body.pair)
      const right = pairs.filter(({ id }) => id.startsWith('z')).map(({ body }) => body.pair)
      assert.deepEqual(right, left)
      assert.deepEqual(counted, left)
    }
    stop = true
    await Promise.all(writers)
  })

  test('lets go when it is closed, and then answers nothing any more', async (t) => {
    const store = await openThings(t, open)
    await insertAll(store.engine, { a: {} })
    const snapshot = await store.openSnapshot()
    await snapshot.close()
    await snapshot.close()
    await assert.rejects(snapshot.read(things, { after: null, limit: 1 }))
    // What needs the tables to itself is no longer held up.
    await store.engine.prepare([{ name: 'things', indexes: { byOther: { fields: ['other'] } } }])
    assert.equal((await read(store.engine, 'a'))?.revision, 1)
  })
}
