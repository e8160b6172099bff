import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import type { CollectionSpec } from '#store/engine.ts'
import { moves } from '#store/move.ts'
import { type Database, openEngine, openSnapshot } from '#store/open.ts'
import { shapes } from '#store/shapes.ts'
import { createTestApp } from '#testing/app.ts'
import { createManualClock } from '#testing/clock.ts'
import { startMongo } from '#testing/mongo-server.ts'
import { startPostgres } from '#testing/postgres-server.ts'
import { runScript } from '#testing/server-process.ts'
import { seedDemo } from '../demo/seed.ts'
import { allCollections, byName } from './collections.ts'
import { copyStore } from './copy-store.ts'
import { sumOf } from './digest.ts'
import { documentsOf } from './documents.ts'
import { restoreBackup } from './restore-backup.ts'
import { aDirectory, furnish, house, openHouse, silent, sqliteIn } from './store.fixture.ts'
import { takeBackup } from './take-backup.ts'

const postgres = await startPostgres()
after(() => postgres.stop())
const mongo = await startMongo()
after(() => mongo.stop())
let databases = 0

const aPostgres = async (): Promise<Database> => ({ kind: 'postgres', url: await postgres.createDatabase() })
const aMongo = async (): Promise<Database> => ({ kind: 'mongodb', url: mongo.url(`house_${++databases}`) })

async function sumIn(database: Database, collections: readonly CollectionSpec[]) {
  const snapshot = await openSnapshot(database)
  const sum = await sumOf(documentsOf(snapshot, collections), silent)
  await snapshot.close()
  return sum
}

/** A demo shop in an SQLite file, closed. */
async function aShop(t: TestContext): Promise<Database> {
  const directory = await aDirectory(t)
  const database = sqliteIn(directory, 'shop')
  const app = await createTestApp({ engine: await openEngine(database) })
  await seedDemo(app)
  await app.request('POST', '/api/carts', { body: {}, key: 'a-stored-reply' })
  await app.close()
  return database
}

test(`a shop copied sqlite → mongodb (${mongo.name}) → postgres → sqlite has the same digest`, async (t) => {
  const collections = allCollections()
  const start = await aShop(t)
  const end = sqliteIn(await aDirectory(t), 'end')
  const way = [start, await aMongo(), await aPostgres(), end]
  const expected = await sumIn(start, collections)
  assert.ok(expected.documents > 300)
  for (const [at, to] of way.entries()) {
    const from = way[at - 1]
    if (!from) continue
    const { sum } = await copyStore({ from, to, collections, report: silent })
    assert.deepEqual(sum, expected, to.kind)
  }
  assert.deepEqual(await sumIn(end, collections), expected)
  const app = await createTestApp({ engine: await openEngine(end) })
  const { body } = await app.request('GET', '/api/products?limit=5')
  assert.equal(body.data.length, 5)
  await app.close()
})

for (const [name, open] of [
  ['mongodb', aMongo],
  ['postgres', aPostgres],
] as const) {
  test(`whatever a document holds, it comes back the same from ${name}, and a half copy there goes on`, async (t) => {
    const from = sqliteIn(await aDirectory(t), 'from')
    const engine = await openHouse(t, from)
    await furnish(engine)
    const to = await open()
    let cut = true
    const report = ({ doing, done }: { doing: string; done: number }) => {
      if (cut && doing === 'Verifying' && done > 0) throw new Error('The line is cut.')
    }
    await assert.rejects(copyStore({ from, to, collections: house, report }), /The line is cut/)
    cut = false
    await engine.commit([
      { op: 'adjust', collection: house[0] as CollectionSpec, id: 'l0', field: 'sum', by: 1 },
    ])
    const { sum, earlier, removed } = await copyStore({ from, to, collections: house, report })
    assert.ok((earlier as number) > 0)
    assert.equal(removed, 1)
    assert.deepEqual(sum, await sumIn(from, house))
    assert.deepEqual(sum, await sumIn(to, house))
  })

  test(`a backup of ${name} while it is written to is whole, and is restored to ${name}`, async (t) => {
    const directory = await aDirectory(t)
    const [from, to] = [await open(), await open()]
    const engine = await openHouse(t, from)
    await furnish(engine)
    let stop = false
    let n = 0
    const trade = async () => {
      while (!stop) {
        const at = n++
        const common = { op: 'insert', schema: 1, body: { pair: at } } as const
        await engine.commit([
          { ...common, collection: house[1] as CollectionSpec, id: `0-${at}` },
          { ...common, collection: house[0] as CollectionSpec, id: `z-${at}` },
        ])
      }
    }
    const trading = trade()
    const mediaDir = join(directory, 'media')
    const { directory: backup, manifest } = await takeBackup({
      database: from,
      mediaDir,
      to: join(directory, 'backups'),
      collections: house,
      version: '1',
      clock: createManualClock(),
      report: silent,
    })
    stop = true
    await trading
    await restoreBackup({ directory: backup, database: to, mediaDir, collections: house, report: silent })
    assert.deepEqual(await sumIn(to, house), manifest.store)
    const { goods, ledger } = manifest.store.collections
    assert.equal((goods?.documents ?? 0) - 300, (ledger?.documents ?? 0) - 3)
  })
}

test('everything that a shop prepares is moved, but for the store’s own notes', async (t) => {
  const engine = await openEngine(sqliteIn(await aDirectory(t)))
  const prepared = new Map<string, CollectionSpec>()
  const watched = {
    ...engine,
    prepare(collections: readonly CollectionSpec[]) {
      for (const each of collections) prepared.set(each.name, each)
      return engine.prepare(collections)
    },
  }
  const app = await createTestApp({ engine: watched })
  await app.close()
  const moved = allCollections().map(({ name }) => name)
  assert.equal(new Set(moved).size, moved.length)
  assert.deepEqual(
    byName([...prepared.values()]).map(({ name }) => name),
    [...moved, moves.name, shapes.name].sort(),
  )
})

test('the commands do what they say, and say what is wrong', async (t) => {
  const directory = await aDirectory(t)
  const shop = (await aShop(t)) as Extract<Database, { kind: 'sqlite' }>
  const env = { DATA_DIR: directory, DATABASE_URL: `sqlite:${shop.file}` }
  const run = async (script: string, args: readonly string[], expected: number) => {
    const command = runScript(script, args, env)
    assert.equal(await command.ended, expected, command.output())
    return command.output()
  }
  const backup = /^(\/.*\/backups\/.*Z)$/m.exec(await run('backup.ts', [], 0))?.[1] as string
  const { store } = JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8'))
  const restored = await run('restore.ts', [backup, '--to', `sqlite:${join(directory, 'restored.db')}`], 0)
  assert.match(restored, new RegExp(`is the shop as it was at [\\s\\S]*digest ${store.digest}`))
  const to = `sqlite:${join(directory, 'copied.db')}`
  assert.match(await run('copy-store.ts', ['--to', to], 0), new RegExp(`digest ${store.digest}`))
  assert.match(await run('restore.ts', [backup], 2), /shop\.db is not empty/)
  assert.match(await run('restore.ts', [directory], 2), /is no backup/)
  assert.match(await run('restore.ts', [], 2), /npm run restore -- DIR/)
  assert.match(await run('copy-store.ts', [], 2), /npm run copy-store/)
  const secret = await run('copy-store.ts', ['--to', 'mysql://root:secret@host/shop'], 2)
  assert.match(secret, /--to mysql:…: must begin with/)
  assert.doesNotMatch(secret, /secret/)
  assert.match(await run('backup.ts', ['--of', 'x'], 2), /Unknown option '--of'/)
})
