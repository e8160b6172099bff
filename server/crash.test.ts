import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type App, createApp } from '#app'
import { readConfig } from '#config'
import { MINUTE_MS } from '#kernel/clock.ts'
import { mailbox } from '#modules/notifications/mailbox.ts'
import type { Loose, TestApp } from '#testing/app.ts'
import { createManualClock } from '#testing/clock.ts'
import { allOf, allOrders, checkStock, onHandOf } from '#testing/races.ts'
import { type ServerProcess, startServer } from '#testing/server-process.ts'

const ROUNDS = 3
const BUYERS = 20
const STOCK = 100_000
const OWNER = { email: 'owner@example.com', password: 'correct horse battery' }

/** One checkout as its customer knows it; without a reply, they do not know what became of it. */
interface Attempt {
  readonly cartId: string
  readonly key: string
  readonly body: object
  reply?: { readonly status: number; readonly body: Loose }
}

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

describe('a server that is killed while twenty customers check out', () => {
  let dir: string
  let variantId: string
  const attempts: Attempt[] = []

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'marketsquare-crash-'))
  })
  after(() => rm(dir, { recursive: true, force: true }))

  /** Buys and buys until the server is gone. */
  async function buy(server: ServerProcess, name: string, bank: string): Promise<void> {
    const ask = async (method: string, path: string, body: object): Promise<Loose> => {
      const reply = await server.request(method, path, { body })
      assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
      return reply.body
    }
    for (let n = 0; ; n++) {
      const { id } = await ask('POST', '/api/carts', {})
      await ask('POST', `/api/carts/${id}/lines`, { variantId, quantity: 1 })
      const { version } = await ask('PATCH', `/api/carts/${id}`, { email: `${name}@example.com` })
      const body = { version, payment: { provider: bank, token: 'success' } }
      const attempt: Attempt = { cartId: id, key: `${name}-${n}`, body }
      attempts.push(attempt)
      attempt.reply = await send(server, attempt)
    }
  }

  const send = ({ request }: ServerProcess, { cartId, key, body }: Attempt) =>
    request('POST', `/api/carts/${cartId}/checkout`, { body, key })

  const answered = () => attempts.filter((each) => each.reply)

  /** Lets them buy until so many more checkouts were answered and a moment longer, then ends the server that way. */
  async function rush(server: ServerProcess, round: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const bank = signal === 'SIGKILL' ? 'bank' : 'test'
    const wanted = answered().length + 5 + Math.floor(random() * 30)
    const buyers = Array.from({ length: BUYERS }, (_, at) => buy(server, `r${round}-b${at}`, bank))
    const gone = Promise.allSettled(buyers)
    while (answered().length < wanted) await Promise.race([pause(2), failFast(buyers)])
    await pause(random() * 20)
    server.kill(signal)
    for (const each of await gone) {
      assert.ok(each.status === 'rejected' && each.reason instanceof TypeError, `${(each as Loose).reason}`)
    }
  }

  /** A customer who is refused ends the test at once; one whose server is gone does not. */
  const failFast = (buyers: readonly Promise<void>[]) =>
    Promise.race(buyers).catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error
    })

  /** The same store, opened here, two minutes later: whatever was cut off has come to its end. */
  async function later(check: (app: App) => Promise<void>): Promise<void> {
    const clock = createManualClock(Date.now() + 2 * MINUTE_MS)
    const config = readConfig({ DATA_DIR: dir, SEED: 'none', LOG_LEVEL: 'silent', NODE_ENV: 'test' })
    const app = await createApp(config, { clock, plug: plugPayments(bank) })
    try {
      await app.worker.idle()
      clock.advance(2 * MINUTE_MS)
      await app.worker.idle()
      await check(app)
    } finally {
      await app.close()
    }
  }

  it('keeps what it answered, whenever it is killed, and finishes what is asked for again', async (t) => {
    t.diagnostic(`CRASH_SEED=${seed}`)
    const env = { ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password }
    for (let round = 0; round < ROUNDS; round++) {
      const server = await startServer(dir, env, 'crash.child.ts')
      try {
        if (round === 0) variantId = await openShop(server)
        for (const attempt of attempts) {
          if (attempt.reply || random() < 0.3) continue
          attempt.reply = await send(server, attempt)
        }
        await rush(server, round, 'SIGKILL')
      } finally {
        server.kill('SIGKILL')
        await server.ended
      }
    }
    const unanswered = attempts.length - answered().length
    t.diagnostic(`${attempts.length} checkouts, ${unanswered} of them without an answer`)
    for (const { reply } of answered()) assert.equal(reply?.status, 201, JSON.stringify(reply?.body))
  })

  it('stops in order when told to: no answer is lost, and it ends with 0', async () => {
    const server = await startServer(dir)
    try {
      await rush(server, ROUNDS, 'SIGTERM')
      assert.equal(await server.ended, 0)
      await assert.rejects(server.request('GET', '/healthz'))
    } finally {
      server.kill('SIGKILL')
    }
  })

  it('leaves one order for each checkout that was answered, at most one for the others, and none undecided', async () => {
    await later(async (app) => {
      const byCart = Map.groupBy(await allOrders(app as TestApp), (order) => order.cartId)
      for (const { cartId, reply } of attempts) {
        const orders = byCart.get(cartId) ?? []
        assert.ok(orders.length <= 1, `${orders.length} orders of ${cartId}`)
        assert.ok(orders.every((order) => order.status === 'paid'))
        if (reply) assert.deepEqual([orders[0]?.id, orders[0]?.number], [reply.body.id, reply.body.number])
      }
      assert.equal(
        byCart.size,
        [...byCart.keys()].filter((id) => attempts.some((a) => a.cartId === id)).length,
      )
    })
  })

  it('leaves stock that adds up to what was sold', async () => {
    await later(async (app) => {
      const sold = (await allOrders(app as TestApp)).length
      assert.ok(sold >= answered().length)
      assert.equal(await onHandOf(app as TestApp, variantId), STOCK - sold)
      await checkStock(app as TestApp)
    })
  })

  it('sends each of its customers one mail, and nobody else any', async () => {
    await later(async (app) => {
      const numbers = (await allOrders(app as TestApp)).map((order) => order.number)
      const subjects = (await allOf<Loose>(app as TestApp, mailbox)).map((mail) => mail.subject)
      const expected = numbers.map((number) => `Your order #${number} has been confirmed!`)
      assert.deepEqual(subjects.sort(), expected.sort())
    })
  })

  it('leaves a database that is whole', () => {
    const database = new DatabaseSync(join(dir, 'marketsquare.db'), { readOnly: true })
    const [result] = database.prepare('PRAGMA integrity_check').all()
    database.close()
    assert.deepEqual({ ...result }, { integrity_check: 'ok' })
  })
})

async function openShop({ request }: ServerProcess): Promise<string> {
  const { token } = (await request('POST', '/api/login', { body: OWNER })).body
  const variant = { price: { amount: 1_999, currency: 'USD' }, requiresShipping: false, onHand: STOCK }
  const body = { title: 'Blue Mug', status: 'published', variants: [variant] }
  const { body: product } = await request('POST', '/api/admin/products', { token, body })
  return product.variants[0].id
}
