import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Attempt, checkBank, checkMails, checkOrders, openAftermath } from '#testing/aftermath.ts'
import type { Loose, TestApp } from '#testing/app.ts'
import { type Bank, createBank } from '#testing/bank.ts'
import { openTestStore, storeKind, type TestStore } from '#testing/open-store.ts'
import { allOrders, atOnce, checkStock, onHandOf } from '#testing/races.ts'
import { type ServerProcess, startServer } from '#testing/server-process.ts'
import { until } from '#testing/until.ts'

const ROUNDS = 3
const BUYERS = 24
const STOCK = 100_000
const TRIES_MAX = 40
const TRY_PAUSE_MS = 500
const OWNER = { email: 'owner@example.com', password: 'correct horse battery' }

const seed = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31))

/** Mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c. */
function createRandom(state: number): () => number {
  let at = state
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let t = Math.imul(at ^ (at >>> 15), 1 | at)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = createRandom(seed)

describe('a server that is killed while two dozen customers check out', () => {
  let dir: string
  let store: TestStore
  let bank: Bank
  let variantId: string
  const attempts: Attempt[] = []

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'marketsquare-crash-'))
    store = await openTestStore({ directory: dir })
    bank = createBank(join(dir, 'bank'))
  })
  after(async () => {
    await store.remove()
    await rm(dir, { recursive: true, force: true })
  })

  /** Fills a cart; all that is left to do is to check out. */
  async function fill(server: ServerProcess, name: string, provider: string): Promise<Attempt> {
    const ask = async (method: string, path: string, body: object): Promise<Loose> => {
      const reply = await server.request(method, path, { body })
      assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
      return reply.body
    }
    const { id } = await ask('POST', '/api/carts', {})
    await ask('POST', `/api/carts/${id}/lines`, { variantId, quantity: 1 })
    const { version } = await ask('PATCH', `/api/carts/${id}`, { email: `${name}@example.com` })
    return { cartId: id, key: name, body: { version, payment: { provider, token: 'success' } } }
  }

  /**
   * Comes again where the answer is to come again: what a killed server had begun may still be in the way of
   * the next one, or be cleared away at this moment.
   */
  async function send({ request }: ServerProcess, attempt: Attempt): Promise<void> {
    const { cartId, key, body } = attempt
    for (let tries = 1; ; tries++) {
      const reply = await request('POST', `/api/carts/${cartId}/checkout`, { body, key })
      const again = reply.body.code === 'store.unavailable' || reply.body.code === 'order.under_way'
      if (!again || tries === TRIES_MAX) {
        attempt.reply = reply
        return
      }
      await pause(TRY_PAUSE_MS)
    }
  }

  const answered = () => attempts.filter(({ reply }) => reply?.status === 201)

  /** Lets them all check out at once, and ends the server when some, by chance, have their answer. */
  async function rush(server: ServerProcess, round: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const providers = signal === 'SIGKILL' ? [bank.name, bank.name, 'test'] : ['test']
    const providerOf = (at: number) => providers[at % providers.length] as string
    const fresh = await atOnce(BUYERS, (at) => fill(server, `round-${round}-${at}`, providerOf(at)))
    attempts.push(...fresh)
    const wanted = Math.floor(random() * BUYERS * 0.5)
    const lateMs = random() * 5
    const sent = Promise.allSettled(fresh.map((attempt) => send(server, attempt)))
    await until('some are answered', () => fresh.filter(({ reply }) => reply).length >= wanted)
    await pause(lateMs)
    server.kill(signal)
    await sent
  }

  it('keeps what it answered, whenever it is killed, and finishes what is asked for again', async (t) => {
    t.diagnostic(`CRASH_SEED=${seed}`)
    const env = { DATABASE_URL: store.url, ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password }
    for (let round = 0; round < ROUNDS; round++) {
      const server = await startServer(dir, env, ['crash.child.ts', join(dir, 'bank')])
      try {
        if (round === 0) variantId = await openShop(server)
        for (const attempt of attempts) {
          if (!attempt.reply && random() < 0.6) await send(server, attempt)
        }
        await rush(server, round, 'SIGKILL')
      } finally {
        server.kill('SIGKILL')
        await server.ended
      }
    }
    const unanswered = attempts.length - answered().length
    t.diagnostic(`${attempts.length} checkouts, ${unanswered} of them without an answer`)
    for (const { reply } of attempts) assert.ok(!reply || reply.status === 201, JSON.stringify(reply?.body))
  })

  it('stops in order when told to: no answer is lost, and it ends with 0', async () => {
    const server = await startServer(dir, { DATABASE_URL: store.url })
    try {
      await rush(server, ROUNDS, 'SIGTERM')
      assert.equal(await server.ended, 0)
      await assert.rejects(server.request('GET', '/healthz'))
      for (const { reply } of attempts) {
        assert.ok(
          !reply || reply.status === 201 || reply.body.code === 'http.stopping',
          JSON.stringify(reply?.body),
        )
      }
    } finally {
      server.kill('SIGKILL')
    }
  })

  describe('two minutes later, when whatever was cut off has come to its end', () => {
    let app: TestApp
    let orders: Loose[]
    before(async () => {
      app = await openAftermath({ dataDir: dir, url: store.url, bank })
      orders = await allOrders(app)
    })
    after(() => app.close())

    it('there is one order for each checkout that was answered, at most one for the others, and none undecided', () => {
      checkOrders(attempts, orders)
    })

    it('stock adds up to what was sold', async () => {
      assert.equal(await onHandOf(app, variantId), STOCK - orders.length)
      await checkStock(app)
    })

    it('the bank has the money of each order, and no other', () => {
      checkBank(bank, orders)
    })

    it('each customer has one mail, and nobody else any', async () => {
      await checkMails(app, orders)
    })

    if (storeKind() === 'sqlite') it('the database is whole', checkFile)

    function checkFile() {
      const database = new DatabaseSync(join(dir, 'marketsquare.db'), { readOnly: true })
      const [result] = database.prepare('PRAGMA integrity_check').all()
      database.close()
      assert.deepEqual({ ...result }, { integrity_check: 'ok' })
    }
  })
})

async function openShop({ request }: ServerProcess): Promise<string> {
  const { token } = (await request('POST', '/api/login', { body: OWNER })).body
  assert.ok(token)
  const variant = { price: { amount: 1_999, currency: 'USD' }, requiresShipping: false, onHand: STOCK }
  const body = { title: 'Blue Mug', status: 'published', variants: [variant] }
  const { body: product } = await request('POST', '/api/admin/products', { token, body })
  return product.variants[0].id
}
