import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CollectionSpec, type Engine, StoreUnavailable, type Write } from '#store/engine.ts'
import { type MongoStandIn, startMongoStandIn } from '#testing/mongo-stand-in/server.ts'
import { createMongoEngine } from './engine.ts'

const stock = { name: 'stock', indexes: {} } satisfies CollectionSpec
const orders = {
  name: 'orders',
  indexes: { byNumber: { fields: ['number'], unique: true } },
} satisfies CollectionSpec

interface Shop {
  readonly server: MongoStandIn
  readonly engine: Engine
}

async function openShop(t: TestContext, version: 7 | 8 = 8): Promise<Shop> {
  const server = await startMongoStandIn({ version })
  const engine = createMongoEngine({ kind: 'mongodb', url: server.url('shop') })
  t.after(async () => {
    await engine.close()
    await server.stop()
  })
  await engine.prepare([stock, orders])
  await engine.commit([insert(stock, 'mug', { count: 1_000 })])
  return { server, engine }
}

const insert = (collection: CollectionSpec, id: string, body = {}): Write => ({
  op: 'insert',
  collection,
  id,
  schema: 1,
  body,
})

const take = (by: number): Write => ({
  op: 'adjust',
  collection: stock,
  id: 'mug',
  field: 'count',
  by: -by,
  floor: 0,
})

async function countOf({ engine }: Shop): Promise<unknown> {
  const [mug] = await engine.get(stock, ['mug'])
  return mug?.body.count
}

test('a single write whose answer is lost, again and again, happens once', async (t) => {
  const shop = await openShop(t)
  for (let n = 0; n < 4; n++) shop.server.failNext('update', 'closeAfter')
  await shop.engine.commit([take(1)])
  assert.equal(await countOf(shop), 999)
  for (let n = 0; n < 3; n++) shop.server.failNext('insert', 'closeAfter')
  await shop.engine.commit([insert(stock, 'cup', { count: 1 })])
  assert.equal((await shop.engine.get(stock, ['cup']))[0]?.revision, 1)
})

for (const how of ['close', 'closeAfter'] as const)
  test(`a transaction whose commit is lost (${how}), again and again, happens once`, async (t) => {
    const shop = await openShop(t)
    for (let n = 0; n < 5; n++) shop.server.failNext('commitTransaction', how)
    await shop.engine.commit([insert(orders, 'a', { number: 'n1' }), take(1)])
    assert.equal(await countOf(shop), 999)
    assert.equal((await shop.engine.get(orders, ['a']))[0]?.revision, 1)
  })

test('what passes is tried again: conflicts of transactions, lost connections, another primary', async (t) => {
  const shop = await openShop(t, 7)
  const transient = { labels: ['TransientTransactionError'] }
  const failures = [
    ['insert', { code: 112, ...transient }],
    ['update', 'close'],
    ['update', { code: 10107, labels: ['RetryableWriteError'] }],
    ['commitTransaction', { code: 91, labels: ['RetryableWriteError'] }],
    ['commitTransaction', { code: 251, ...transient }],
    ['find', 'close'],
    ['find', { code: 11602 }],
  ] as const
  for (const [command, how] of failures) shop.server.failNext(command, how)
  await shop.engine.commit([insert(orders, 'a', { number: 'n1' }), take(1)])
  assert.equal(await countOf(shop), 999)
})

test('when the primary steps down under load, no sale is lost and none is doubled', async (t) => {
  const shop = await openShop(t)
  let sold = 0
  const sell = async (n: number) => {
    try {
      await shop.engine.commit([insert(orders, `o${n}`, { number: `n${n}` }), take(1)])
      sold += 1
    } catch (error) {
      assert.ok(error instanceof StoreUnavailable, `${error}`)
    }
  }
  const selling = Array.from({ length: 60 }, async (_, n) => {
    await sleep(n * 10)
    await sell(n)
  })
  await sleep(200)
  shop.server.stepDown(300)
  await Promise.all(selling)
  assert.equal(sold, 60)
  assert.equal(await countOf(shop), 940)
  const { rows } = await shop.engine.find(orders, { index: 'byNumber', limit: 100 })
  assert.equal(rows.length, 60)
})

test('a database that stays away is unavailable, for reads and for commits', async (t) => {
  const shop = await openShop(t)
  await shop.server.stop()
  await Promise.all([
    assert.rejects(countOf(shop), StoreUnavailable),
    assert.rejects(shop.engine.commit([insert(orders, 'a', { number: 'n' }), take(1)]), StoreUnavailable),
  ])
})

/** The commands that some work takes, by name. */
async function commandsOf({ server }: Shop, work: () => Promise<unknown>): Promise<string> {
  const before = new Map(server.counts())
  await work()
  const ignored = ['hello', 'ping', 'endSessions', 'isMaster', 'saslStart', 'killCursors']
  return [...server.counts()]
    .map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const)
    .filter(([name, count]) => count > 0 && !ignored.includes(name))
    .map(([name, count]) => `${name} ${count}`)
    .sort()
    .join(', ')
}

test('reads and single writes are one round trip; with MongoDB 8, any other commit is two', async (t) => {
  const shop = await openShop(t)
  const { engine } = shop
  const order = [insert(orders, 'a', { number: 'n1' }), insert(stock, 'cup', { count: 1 }), take(1)]
  assert.equal(await commandsOf(shop, () => engine.commit(order)), 'bulkWrite 1, commitTransaction 1')
  assert.equal(await commandsOf(shop, () => engine.commit([take(1)])), 'update 1')
  assert.equal(await commandsOf(shop, () => engine.get(stock, ['mug', 'cup'])), 'find 1')
  const byNumber = { index: 'byNumber', equals: ['n1'], limit: 10 }
  assert.equal(await commandsOf(shop, () => engine.find(orders, byNumber)), 'find 1')
  const save: Write = {
    op: 'replace',
    collection: orders,
    id: 'a',
    revision: 1,
    schema: 1,
    body: { number: 'n1' },
  }
  assert.equal(await commandsOf(shop, () => engine.commit([save])), 'update 1')
})

test('before MongoDB 8, a commit is one command for each collection and kind of write', async (t) => {
  const shop = await openShop(t, 7)
  const many = Array.from({ length: 5 }, (_, n) => insert(orders, `o${n}`, { number: `n${n}` }))
  const commands = await commandsOf(shop, () => shop.engine.commit([...many, take(1), take(1)]))
  assert.equal(commands, 'commitTransaction 1, insert 2, update 1')
})
