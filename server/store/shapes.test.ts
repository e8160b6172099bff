import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createManualClock } from '#testing/clock.ts'
import { openTestStore, type TestStore } from '#testing/open-store.ts'
import { type Collection, collection, type Document } from './collection.ts'
import type { Body, Engine } from './engine.ts'
import { ShapeMismatch } from './shapes.ts'
import { createStore, type Store } from './store.ts'

interface Old extends Document {
  readonly name: string
  readonly mark?: string
}

interface New extends Document {
  readonly names: readonly string[]
  readonly mark?: string
}

/** The same collection as two versions of the shop declare it. */
const oldNotes = collection<Old, 'byMark'>({ name: 'notes', indexes: { byMark: { fields: ['mark'] } } })

const newNotes = collection<New>({
  name: 'notes',
  schema: 2,
  indexes: {},
  upgrades: { 1: ({ name, ...rest }) => ({ ...rest, names: [name as string] }) },
  downgrades: { 2: ({ names, ...rest }) => ({ ...rest, name: (names as string[])[0] as string }) as Body },
})

const withNewIndex = { ...newNotes, indexes: { byFirst: { fields: ['names[]'] } } }

async function aStore(t: TestContext): Promise<TestStore> {
  const store = await openTestStore()
  const engines: Engine[] = []
  t.after(async () => {
    await Promise.all(engines.map((engine) => engine.close()))
    await store.remove()
  })
  return {
    ...store,
    async open() {
      const engine = await store.open()
      engines.push(engine)
      return engine
    },
  }
}

type Loose = Collection<Document>

/** A process of a version, with its own engine on the store. */
async function start(
  at: TestStore,
  [notes, rolling, newIndexes = false]: readonly [notes: unknown, rolling?: boolean, newIndexes?: boolean],
): Promise<Store> {
  const engine = await at.open()
  return createStore({
    engine,
    clock: createManualClock(),
    collections: [notes as Loose],
    subscriptions: new Map(),
    rollingUpgrade: rolling ? { newIndexes } : undefined,
  })
}

const read = <T extends Document>(store: Store, from: Collection<T>, id: string) =>
  store.run('test', async (unit) => (await unit.get(from, id)) as T)

const save = <T extends Document>(store: Store, at: Collection<T>, document: T) =>
  store.run('test', async (unit) => unit.save(at, document))

const refuses = (work: Promise<unknown>, pattern: RegExp) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof ShapeMismatch, String(error))
    assert.match(error.message, pattern)
    return true
  })

test('old and new processes read what each other writes while an upgrade is rolled out', async (t) => {
  const at = await aStore(t)
  const before = await start(at, [oldNotes])
  await save(before, oldNotes, { id: 'a', revision: 0, name: 'Ada', mark: 'x' })
  const after = await start(at, [newNotes, true])
  assert.deepEqual(await read(after, newNotes, 'a'), { id: 'a', revision: 1, names: ['Ada'], mark: 'x' })
  await save(after, newNotes, { id: 'a', revision: 1, names: ['Grace', 'Hopper'], mark: 'y' })
  await save(after, newNotes, { id: 'b', revision: 0, names: ['Linus'] })
  assert.deepEqual(await read(before, oldNotes, 'a'), { id: 'a', revision: 2, name: 'Grace', mark: 'y' })
  assert.deepEqual(await read(before, oldNotes, 'b'), { id: 'b', revision: 1, name: 'Linus' })
  // The process that wrote it remembers no more than what others read.
  assert.deepEqual((await read(after, newNotes, 'a')).names, ['Grace'])
  const found = await before.run('test', (unit) => unit.find(oldNotes, 'byMark', { equals: ['y'] }))
  assert.equal(found.data.length, 1)
})

test('once a process is started without, the new shape is written, and the rest of its version reads it', async (t) => {
  const at = await aStore(t)
  await start(at, [oldNotes])
  const rolling = await start(at, [newNotes, true])
  const done = await start(at, [newNotes])
  await save(done, newNotes, { id: 'a', revision: 0, names: ['Grace', 'Hopper'] })
  assert.deepEqual((await read(rolling, newNotes, 'a')).names, ['Grace', 'Hopper'])
  await refuses(start(at, [oldNotes]), /too old for this store: its notes are written with schema 2/)
  await refuses(start(at, [oldNotes, true]), /too old for this store/)
})

test('while it is rolled out, an old process may be started again, and the whole upgrade taken back', async (t) => {
  const at = await aStore(t)
  await start(at, [oldNotes])
  const after = await start(at, [withNewIndex, true, true])
  const again = await start(at, [oldNotes])
  await save(after, newNotes, { id: 'a', revision: 0, names: ['Grace'], mark: 'y' })
  assert.equal((await read(again, oldNotes, 'a')).name, 'Grace')
  for (const store of [after, again]) {
    const marked = await store.run('test', (unit) => unit.find(oldNotes, 'byMark', { equals: ['y'] }))
    assert.equal(marked.data.length === 1 || store === after, true)
  }
  await after.run('test', (unit) => unit.find(withNewIndex as never, 'byFirst' as 'byId', { limit: 1 }))
})

test('what cannot be rolled out is refused at the start, by name', async (t) => {
  const at = await aStore(t)
  await start(at, [oldNotes])
  const oneWay = { ...newNotes, downgrades: {} }
  await refuses(start(at, [oneWay, true]), /notes lacks a downgrade from schema 2\. .*stop all processes/)
  await refuses(start(at, [withNewIndex, true]), /notes has the new index byFirst/)
  const changed = { ...newNotes, indexes: { byMark: { fields: ['-mark'] } } }
  await refuses(start(at, [changed, true, true]), /notes declares its index byMark otherwise/)
  // Nothing of that was agreed on.
  const before = await start(at, [oldNotes])
  await save(before, oldNotes, { id: 'a', revision: 0, name: 'Ada', mark: 'x' })
  assert.equal((await read(await start(at, [newNotes]), newNotes, 'a')).names[0], 'Ada')
})

/** Does something once, right before one of an engine's methods is first called with what matches. */
function beforeCall<K extends 'prepare' | 'commit'>(
  engine: Engine,
  method: K,
  { names, first }: { names: string; first: () => Promise<unknown> },
): Engine {
  let isFirst = true
  const call = engine[method] as (given: unknown) => Promise<void>
  const intercepted = async (given: unknown) => {
    if (isFirst && JSON.stringify(given).includes(names)) {
      isFirst = false
      await first()
    }
    await call(given)
  }
  return { ...engine, [method]: intercepted }
}

/** Each of them begins while the other is at it. */
for (const method of ['prepare', 'commit'] as const)
  test(`an old process that begins with a new one leaves the new one’s indexes (${method})`, async (t) => {
    const at = await aStore(t)
    await start(at, [oldNotes])
    const startOld = (on: TestStore) => start(on, [oldNotes])
    const notes = { ...newNotes, indexes: { byLatest: { fields: ['-mark'] } } }
    const startNew = (on: TestStore) => start(on, [notes, true, true])
    // The old one has read what is agreed on; or the new one has not said yet that it is there.
    const [outer, inner] = method === 'prepare' ? [startOld, startNew] : [startNew, startOld]
    let second: Store | undefined
    const first = await outer({
      ...at,
      open: async () =>
        beforeCall(await at.open(), method, {
          names: method === 'prepare' ? '"notes"' : '"byLatest"',
          first: async () => {
            second = await inner(at)
          },
        }),
    })
    const after = (method === 'prepare' ? second : first) as Store
    await save(after, newNotes, { id: 'a', revision: 0, names: ['Grace'], mark: 'y' })
    const found = await after.run('test', (unit) =>
      unit.find(notes as never, 'byLatest' as 'byId', { limit: 2 }),
    )
    assert.equal(found.data.length, 1)
  })

test('many processes of a version are started at once', async (t) => {
  const at = await aStore(t)
  await start(at, [oldNotes])
  const all = await Promise.all(Array.from({ length: 4 }, () => start(at, [newNotes, true])))
  await Promise.all(
    all.map((store, n) => save(store, newNotes, { id: `n${n}`, revision: 0, names: [`${n}`] })),
  )
  const before = await start(at, [oldNotes])
  assert.equal((await read(before, oldNotes, 'n3')).name, '3')
})
