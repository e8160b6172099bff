import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createManualClock } from '#testing/clock.ts'
import { collection, type Document } from './collection.ts'
import { createModelEngine } from './engine.model.ts'
import type { Engine } from './engine.ts'
import { createStore } from './store.ts'
import { remove } from './unit.ts'

interface Jar extends Document {
  readonly label: string
}

const jars = collection<Jar>({ name: 'jars', indexes: {} })

const aStore = (engine: Engine = createModelEngine()) =>
  createStore({
    engine,
    clock: createManualClock(),
    collections: [jars],
    subscriptions: new Map(),
  })

const aJar = (label: string): Jar => ({ id: 'jar_1', revision: 0, label })

test('a read sees what its own unit has saved', async () => {
  const store = await aStore()
  const seen = await store.run('test', async (unit) => {
    const saved = unit.save(jars, aJar('plum'))
    unit.save(jars, { ...saved, label: 'pear' })
    return unit.get(jars, 'jar_1')
  })
  assert.deepEqual(seen, { id: 'jar_1', revision: 1, label: 'pear' })
})

test('a read does not see what its own unit has removed', async () => {
  const store = await aStore()
  await store.run('test', async (unit) => unit.save(jars, aJar('plum')))
  const seen = await store.run('test', async (unit) => {
    const jar = await unit.get(jars, 'jar_1')
    assert.ok(jar)
    unit.stage(remove(jars, jar))
    await assert.rejects(unit.update(jars, 'jar_1', (each) => each))
    return unit.get(jars, ['jar_1'])
  })
  assert.deepEqual(seen, [undefined])
  assert.equal(await store.run('test', (unit) => unit.get(jars, 'jar_1')), undefined)
})

test('a removal of what a find answered is seen by a read, too', async () => {
  const store = await aStore()
  await store.run('test', async (unit) => unit.save(jars, aJar('plum')))
  await store.run('test', async (unit) => {
    const [jar] = (await unit.find(jars, 'byId')).data
    assert.ok(jar)
    unit.stage(remove(jars, jar))
    assert.equal(await unit.get(jars, 'jar_1'), undefined)
  })
})

test('a read that was begun before a change does not undo it', async () => {
  const model = createModelEngine()
  const held: Promise<void>[] = []
  const engine: Engine = {
    ...model,
    async get(from, ids) {
      const [found, wait] = [await model.get(from, ids), held.shift()]
      await wait
      return found
    },
  }
  const store = await aStore(engine)
  await store.run('test', async (unit) => unit.save(jars, aJar('plum')))
  await store.run('test', async (unit) => {
    const gate = Promise.withResolvers<void>()
    held.push(gate.promise)
    const late = unit.get(jars, 'jar_1')
    await unit.update(jars, 'jar_1', (jar) => ({ ...jar, label: 'pear' }))
    gate.resolve()
    await late
    assert.equal((await unit.get(jars, 'jar_1'))?.label, 'pear')
  })
  assert.equal((await store.run('test', (unit) => unit.get(jars, 'jar_1')))?.label, 'pear')
})
