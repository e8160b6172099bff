import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, afterEach, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '#app'
import { readConfig } from '#config'
import type { Loose, Reply, TestApp } from '#testing/app.ts'
import { allOrders, atOnce, checkStock, countReplies, onHandOf } from '#testing/races.ts'
import { runScript, type ServerProcess, startServer } from '#testing/server-process.ts'
import { until } from '#testing/until.ts'

const OWNER = { email: 'owner@example.com', password: 'correct horse battery' }
const ENV = { ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password, LOG_LEVEL: 'info' }
const SERVES = /"pid":(\d+),"msg":"A process has begun to serve/g
const WRITES = /"pid":(\d+),"msg":"A process has begun to write/g

const pidsIn = ({ output }: ServerProcess, line: RegExp) =>
  [...output().matchAll(line)].map(([, pid]) => Number(pid))

let dir: string
let server: ServerProcess

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'marketsquare-cluster-'))
})
after(() => rm(dir, { recursive: true, force: true }))
afterEach(async () => {
  server?.kill('SIGKILL')
  await server?.ended
})

async function start(name: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  server = await startServer(join(dir, name), { ...ENV, WEB_CONCURRENCY: '2', ...env })
  return server
}

async function stop(): Promise<void> {
  server.kill('SIGTERM')
  assert.equal(await server.ended, 0, server.output())
}

/** On a connection of its own, which the processes take in turns. */
async function askAnew(path: string): Promise<Reply> {
  const reply = await fetch(`${server.url}${path}`, { headers: { connection: 'close' } })
  const text = await reply.text()
  const isJson = String(reply.headers.get('content-type')).includes('json')
  return { status: reply.status, body: isJson ? JSON.parse(text) : text, headers: {} }
}

/** So often in a row that every process must have said so. */
async function everyProcess(what: string, isSo: () => Promise<boolean>): Promise<void> {
  let inARow = 0
  await until(what, async () => {
    inARow = (await isSo()) ? inARow + 1 : 0
    return inARow === 6
  })
}

async function ask(method: string, path: string, request: { body?: object; token?: string; key?: string }) {
  const reply = await server.request(method, path, request)
  assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}

async function publish(onHand: number, title = 'Blue Mug'): Promise<string> {
  const { token } = await ask('POST', '/api/login', { body: OWNER })
  const variant = { price: { amount: 1_999, currency: 'USD' }, requiresShipping: false, onHand }
  const body = { title, status: 'published', variants: [variant] }
  const product = await ask('POST', '/api/admin/products', { token, body })
  return product.variants[0].id
}

interface Buyer {
  readonly cartId: string
  readonly key: string
  readonly body: object
  reply?: Reply
}

async function fill(name: string, variantId: string): Promise<Buyer> {
  const { id } = await ask('POST', '/api/carts', { body: {} })
  await ask('POST', `/api/carts/${id}/lines`, { body: { variantId, quantity: 1 } })
  const { version } = await ask('PATCH', `/api/carts/${id}`, { body: { email: `${name}@example.com` } })
  return { cartId: id, key: name, body: { version, payment: { provider: 'test', token: 'success' } } }
}

async function checkOut(buyer: Buyer): Promise<Reply> {
  const { cartId, key, body } = buyer
  buyer.reply = await server.request('POST', `/api/carts/${cartId}/checkout`, { body, key })
  return buyer.reply
}

/** As a browser that does not give up: comes again with the same key where no answer came, or a 503. */
async function buySurely(name: string, variantId: string): Promise<Buyer> {
  for (let tries = 1; tries <= 100; tries++) {
    try {
      const buyer = await fill(name, variantId)
      for (; tries <= 100; tries++) {
        const reply = await checkOut(buyer).catch(() => undefined)
        if (reply && reply.status < 500) return buyer
        assert.ok(!reply || reply.status === 503, JSON.stringify(reply?.body))
        await pause(50)
      }
    } catch (error) {
      if (error instanceof assert.AssertionError && !error.message.includes(': 503 ')) throw error
      await pause(50)
    }
  }
  throw new Error(`${name} could not buy.`)
}

/** What lies in the store, once all has ended. */
async function withStore(name: string, look: (app: TestApp) => Promise<void>): Promise<void> {
  const env = { DATA_DIR: join(dir, name), SEED: 'none', LOG_LEVEL: 'silent', NODE_ENV: 'test' }
  const app = (await createApp(readConfig(env))) as TestApp
  try {
    await app.worker.idle()
    await look(app)
  } finally {
    await app.close()
  }
}

describe('a shop in two processes on one file', () => {
  it('says so, is filled once, and finds through one what was published through the other', async () => {
    const { ADMIN_EMAIL: _e, ADMIN_PASSWORD: _p, ...env } = { ...ENV }
    server = await startServer(join(dir, 'seeded'), { ...env, WEB_CONCURRENCY: '2', SEED: 'demo' })
    const text = server.output()
    assert.match(text, /Serving with 2 processes\n/)
    assert.match(text, /filled with the demo shop/)
    assert.equal(text.match(/mln_\w+/g)?.length, 1)
    const products = (await server.request('GET', '/api/products?limit=100')).body.data.length
    await everyProcess('the demo shop is there', async () => {
      const { body } = await askAnew('/api/products?limit=100')
      return body.data.length === products
    })
    await stop()

    await start('seeded', { SEED: 'demo' })
    assert.doesNotMatch(server.output(), /filled with the demo shop|mln_/)
    const title = 'Zanzibar Nutmeg Grater'
    await publish(1, title)
    await everyProcess('it is found', async () => {
      const { body } = await askAnew('/api/products/search?q=zanzibar')
      return body.data?.[0]?.title === title
    })
    const counted = await askAnew('/metrics')
    const searches = /_count\{method="GET",route="\/api\/products\/search",status="200"\} (\d+)/
    assert.ok(Number(searches.exec(counted.body)?.[1]) >= 6, counted.body)
    await stop()
  })

  it('loses no answered order when its processes are killed while many buy, and stock adds up', async (t) => {
    const stock = 10_000
    await start('killed')
    const variantId = await publish(stock)
    let isOver = false
    const buyers: Buyer[] = []
    const buying = atOnce(12, async (at) => {
      for (let n = 0; !isOver; n++) buyers.push(await buySurely(`buyer-${at}-${n}`, variantId))
    })
    const kill = async () => {
      for (const line of [SERVES, WRITES, SERVES]) {
        const before = buyers.length
        await until('some have bought', () => buyers.length >= before + 20)
        const begun = pidsIn(server, line)
        process.kill(begun.at(-1) as number, 'SIGKILL')
        await until('another has begun', () => pidsIn(server, line).length > begun.length)
      }
      isOver = true
    }
    await Promise.race([buying, kill()])
    await buying
    await stop()
    t.diagnostic(`${buyers.length} orders`)
    await withStore('killed', async (app) => {
      const orders = await allOrders(app)
      const byCart = Map.groupBy(orders, (order: Loose) => order.cartId)
      for (const { cartId, reply } of buyers) {
        assert.deepEqual(
          byCart.get(cartId)?.map((order: Loose) => order.number),
          [reply?.body.number],
        )
      }
      assert.equal(orders.length, buyers.length)
      assert.equal(await onHandOf(app, variantId), stock - orders.length)
      await checkStock(app)
    })
  })

  it('sells one unit once to a hundred buyers, and stops in order when told to', async () => {
    await start('races')
    const last = await publish(1)
    const plenty = await publish(1_000)
    const hundred = await atOnce(100, (at) => fill(`one-${at}`, last))
    assert.deepEqual(countReplies(await Promise.all(hundred.map(checkOut))), {
      '201': 1,
      '409 order.out_of_stock': 99,
    })
    const rush = await atOnce(40, (at) => fill(`rush-${at}`, plenty))
    const sent = Promise.allSettled(rush.map(checkOut))
    await until('some are answered', () => rush.some(({ reply }) => reply))
    await stop()
    await sent
    const answered = rush.filter(({ reply }) => reply?.status === 201)
    for (const { reply } of rush) {
      assert.ok(!reply || reply.status === 201 || reply.body.code === 'http.stopping', JSON.stringify(reply))
    }
    await withStore('races', async (app) => {
      const numbers = new Set((await allOrders(app)).map((order) => order.number))
      for (const { reply } of answered) assert.ok(numbers.has(reply?.body.number))
      assert.equal(await onHandOf(app, last), 0)
      await checkStock(app)
    })
  })

  it('replaces its processes one after the other on SIGHUP, while it answers', async () => {
    await start('renewed')
    // The log may lag behind the greeting.
    await until('both are named', () => pidsIn(server, SERVES).length === 2)
    const before = pidsIn(server, SERVES)
    const replies: number[] = []
    let isOver = false
    let asked = 0
    const asking = atOnce(8, async () => {
      while (!isOver) {
        asked += 1
        replies.push((await askAnew('/readyz')).status)
      }
    })
    for (let renewals = 1; renewals <= 3; renewals++) {
      server.kill('SIGHUP')
      await until('all are replaced', async () => {
        return server.output().match(/Every process was replaced/g)?.length === renewals
      })
    }
    isOver = true
    await until('everybody is answered', () => replies.length === asked)
    await asking
    await until('all are named', () => pidsIn(server, SERVES).length === 8)
    for (const pid of before) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
    // One that has just begun may still be building its index.
    assert.deepEqual(new Set(replies.filter((status) => status !== 200 && status !== 503)), new Set())
    await stop()
  })

  it('replaces them all on SIGHUP, also where one of them dies meanwhile, and again the next time', async () => {
    await start('dying')
    await until('both are named', () => pidsIn(server, SERVES).length === 2)
    const [, second = 0] = pidsIn(server, SERVES)
    server.kill('SIGHUP')
    process.kill(second, 'SIGKILL')
    const renewals = () => server.output().match(/Every process was replaced/g)?.length ?? 0
    await until('all are replaced', () => renewals() === 1)
    const count = pidsIn(server, SERVES).length
    server.kill('SIGHUP')
    await until('all are replaced again', () => renewals() === 2)
    await until('each is named', () => pidsIn(server, SERVES).length === count + 2)
    await stop()
  })

  it('ends in order when told to before it could begin', async () => {
    const name = 'early'
    const file = new DatabaseSync(join(dir, 'kept.db'))
    file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    const env = { PORT: '0', SEED: 'none', DATA_DIR: join(dir, name), WEB_CONCURRENCY: '2', TMPDIR: dir }
    const child = runScript('main.ts', [], { ...env, DATABASE_URL: `sqlite:${join(dir, 'kept.db')}` })
    const isWaiting = async () => (await readdir(dir)).some((each) => each.startsWith('marketsquare-writer-'))
    await until('it waits for the file', isWaiting)
    child.kill('SIGTERM')
    await until('it is told so', () => /Stopping/.test(child.output()))
    file.close()
    assert.equal(await child.ended, 0, child.output())
  })

  it('ends with 1 and says why when it cannot begin', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const env = { PORT: String(port), SEED: 'none', DATA_DIR: join(dir, 'taken'), WEB_CONCURRENCY: '2' }
    const child = runScript('main.ts', [], env)
    assert.equal(await child.ended, 1)
    assert.match(child.output(), /EADDRINUSE/)
    taken.close()
    const broken = runScript('main.ts', [], { ...env, DATABASE_URL: `sqlite:${dir}` })
    assert.equal(await broken.ended, 1)
    assert.match(broken.output(), /unable to open/)
  })
})

describe('a shop whose requests and background work are in different processes', () => {
  it('has its mails sent by the one that works, which serves nothing but its health', async () => {
    const name = 'roles'
    await start(name, { ROLE: 'web', WEB_CONCURRENCY: '1' })
    const variantId = await publish(10)
    const { reply } = await buySurely('ada', variantId)
    assert.equal(reply?.status, 201)
    const worker = await startServer(join(dir, name), { ...ENV, ROLE: 'worker' })
    try {
      assert.equal((await worker.request('GET', '/api/products')).status, 404)
      assert.deepEqual((await worker.request('GET', '/readyz')).body, {
        status: 'ok',
        checks: { store: 'ok' },
      })
      const { token } = await ask('POST', '/api/login', { body: OWNER })
      await until('no task is left', async () => {
        const { body } = await server.request('GET', '/metrics')
        assert.match(body, /^tasks_running 0$/m)
        const mails: Loose = await ask('GET', '/api/admin/mailbox', { token })
        return mails.data.length === 1
      })
    } finally {
      worker.kill('SIGTERM')
      assert.equal(await worker.ended, 0)
    }
    await stop()
  })
})
