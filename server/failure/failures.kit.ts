import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { checkBank, checkMails, checkOrders, openAftermath } from '#testing/aftermath.ts'
import { type Loose, OWNER, type TestApp } from '#testing/app.ts'
import { type Bank, createBank } from '#testing/bank.ts'
import { allOrders, checkStock, onHandOf } from '#testing/races.ts'
import { NO_REDIS, type RedisServer, startRedis } from '#testing/redis-server.ts'
import { send } from '#testing/server-process.ts'
import { anExperience, buyFor } from './buyers.kit.ts'
import { type Nodes, startNodes } from './nodes.kit.ts'

/** How long it goes on. In a long run: `FAILURE_SECONDS=180 npm test -- failure`. */
const SECONDS = Number(process.env.FAILURE_SECONDS ?? 45)
const CUSTOMERS = 8
const STOCK = 1_000_000
/** Longer than any lease, so that whoever wakes up has lost all that it held. */
const FROZEN_MS = 12_000
const REDIS_AWAY_MS = 6_000

/** What three nodes are one shop on. */
export interface ShakyDatabase {
  /** By which way the nodes come to it. */
  readonly url: string
  /** The way to it when all is over. */
  readonly directUrl: string
  /** What befalls it, each again and again, and all at the same time. */
  readonly troubles: readonly (() => Promise<void>)[]
  stop(): Promise<void>
}

/** Registers the tests that a shop must pass on three nodes while something is always down. */
export function describeFailures(title: string, openDatabase: () => Promise<ShakyDatabase>): void {
  describe(title, () => {
    const experience = anExperience()
    let dir: string
    let database: ShakyDatabase
    let redis: RedisServer | undefined
    let nodes: Nodes
    let bank: Bank
    let variantId: string

    before(async () => {
      dir = await mkdtemp(join(tmpdir(), 'marketsquare-failure-'))
      database = await openDatabase()
      if (!NO_REDIS) redis = await startRedis()
      bank = createBank(join(dir, 'bank'))
      const env = {
        DATABASE_URL: database.url,
        ADMIN_EMAIL: OWNER.email,
        ADMIN_PASSWORD: OWNER.password,
        LOG_LEVEL: 'error',
        ...(redis && { REDIS_URL: redis.url }),
      }
      nodes = await startNodes({ dir, bankDir: join(dir, 'bank'), count: 3, env })
      variantId = await openShop(nodes.pick())
    })
    after(async () => {
      await nodes?.kill()
      await redis?.stop()
      await database?.stop()
      await rm(dir, { recursive: true, force: true })
    })

    it('serves its customers again each time, and says 503 and when to come again meanwhile', async (t) => {
      let over = false
      const buying = buyFor(
        { nodes, variantId, providers: [bank.name, 'test'], experience },
        CUSTOMERS,
        () => !over,
      )
      const causes = [...database.troubles, loseRedis, loseNode, freezeNode]
      const troubles = causes.map((cause) => repeat(cause, () => over))
      try {
        await Promise.race([pause(SECONDS * 1_000), ...troubles, buying])
      } finally {
        over = true
        const ends = await Promise.allSettled([...troubles, buying])
        if (experience.strange.length > 0 || ends.some(({ status }) => status === 'rejected')) {
          for (const line of nodes.errors()) t.diagnostic(line)
        }
      }
      await Promise.all([...troubles, buying])
      const { attempts, answers, recoveredAfterMs } = experience
      t.diagnostic(`${attempts.length} orders; answers: ${JSON.stringify(Object.fromEntries(answers))}`)
      const longest = recoveredAfterMs.map(Math.round).toSorted((a, b) => b - a)
      t.diagnostic(
        `ms without anybody served, the longest of ${longest.length}: ${longest.slice(0, 8).join(' ')}`,
      )
      assert.deepEqual(experience.strange, [])
      assert.ok(recoveredAfterMs.length > 0)
    })

    async function loseRedis(): Promise<void> {
      await pause(FROZEN_MS)
      await redis?.kill()
      await pause(REDIS_AWAY_MS)
      await redis?.start()
    }

    async function loseNode(): Promise<void> {
      await pause(FROZEN_MS * 0.7)
      await nodes.replace(1)
    }

    async function freezeNode(): Promise<void> {
      await pause(FROZEN_MS * 0.4)
      await nodes.freeze(2, FROZEN_MS)
    }

    describe('afterwards, when whatever was cut off has come to its end', () => {
      let app: TestApp
      let orders: Loose[]
      before(async () => {
        await nodes.kill()
        app = await openAftermath({ dataDir: join(dir, 'aftermath'), url: database.directUrl, bank })
        orders = await allOrders(app)
      })
      after(() => app?.close())

      it('no order that was answered is lost, and none is doubled', () => {
        assert.ok(orders.length > 0)
        assert.ok(experience.attempts.every(({ reply }) => reply?.status === 201))
        checkOrders(experience.attempts, orders)
      })

      it('stock adds up to what was sold', async () => {
        assert.equal(await onHandOf(app, variantId), STOCK - orders.length)
        await checkStock(app)
      })

      it('the bank has the money of each order, and no other', () => checkBank(bank, orders))

      it('each customer has one mail', () => checkMails(app, orders))
    })
  })
}

/** One trouble after the other, the last one to its end. */
async function repeat(cause: () => Promise<void>, isOver: () => boolean): Promise<void> {
  while (!isOver()) await cause()
}

async function openShop(at: string): Promise<string> {
  const { token } = (await send('POST', `${at}/api/login`, { body: OWNER })).body
  assert.ok(token)
  const variant = { price: { amount: 1_999, currency: 'USD' }, requiresShipping: false, onHand: STOCK }
  const body = { title: 'Blue Mug', status: 'published', variants: [variant] }
  const { body: product } = await send('POST', `${at}/api/admin/products`, { token, body })
  return product.variants[0].id
}
