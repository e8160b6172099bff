import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { systemClock } from '#kernel/clock.ts'
import { randomText } from '#kernel/id.ts'
import { NOTHING_COUNTED, type SharedCount, type SharedCountInit } from '#kernel/shared-counts.ts'
import type { RedisServer } from '#testing/redis-server.ts'
import { until } from '#testing/until.ts'
import { aRedis, isAway, isUp, onEachRedis } from './redis.fixture.ts'
import type { Redis } from './redis.ts'
import { createRedisSharedCounts } from './shared-counts-redis.ts'

interface Process {
  readonly redis: Redis
  readonly count: SharedCount
}

/** Processes that count the same thing. */
async function processes(t: TestContext, server: RedisServer, init: Partial<SharedCountInit> = {}) {
  const named: SharedCountInit = { name: randomText(8), keptMs: 60_000, since: 'first', ...init }
  const open = async (): Promise<Process> => {
    const redis = await aRedis(t, server)
    const counts = createRedisSharedCounts({ redis, clock: systemClock, secret: 'pepper', exchangeMs: 10 })
    t.after(counts.close)
    return { redis, count: counts.open(named) }
  }
  return [await open(), await open()] as const
}

const sees = ({ count }: Process, key: string, others: number) =>
  until(`the others' count of ${key} is ${others}`, () => count.add(key, 0).count === others)

onEachRedis('what is counted together', (server) => {
  test('is known to all who count the same key, a moment later', async (t) => {
    const [a, b] = await processes(t, server())
    assert.deepEqual(a.count.add('ann', 3), NOTHING_COUNTED)
    assert.deepEqual(b.count.add('ann', 2), NOTHING_COUNTED)
    await sees(a, 'ann', 2)
    await sees(b, 'ann', 3)
    a.count.add('ann', 1)
    await sees(b, 'ann', 4)
    await sees(a, 'ann', 2)
    const { leftMs } = b.count.add('ann', 0)
    assert.ok(leftMs > 50_000 && leftMs <= 61_000)
    assert.deepEqual(a.count.add('ben', 0), NOTHING_COUNTED)
  })

  test('can be taken back', async (t) => {
    const [a, b] = await processes(t, server(), { since: 'last' })
    a.count.add('ann', 2)
    b.count.add('ann', 1)
    await sees(b, 'ann', 2)
    a.count.add('ann', -2)
    await sees(b, 'ann', 0)
    await sees(a, 'ann', 1)
  })

  test('is forgotten after its time, and begins anew', async (t) => {
    const [a, b] = await processes(t, server(), { keptMs: 300 })
    a.count.add('ann', 5)
    b.count.add('ann', 1)
    await sees(b, 'ann', 5)
    await until('it is over', () => a.count.add('ann', 0).leftMs === 0 && b.count.add('ann', 0).leftMs === 0)
    a.count.add('ann', 1)
    await sees(b, 'ann', 1)
  })

  test('is asked for where it is watched, also by who counts no more', async (t) => {
    const [a, b] = await processes(t, server(), { watchFrom: 3 })
    a.count.add('ann', 1)
    b.count.add('ann', 2)
    await until('it is told', async () => [...(await server().dump()).values()].includes('3'))
    // B has not asked since, but is told within a second or so.
    await new Promise((resolve) => setTimeout(resolve, 50))
    a.count.add('ann', 4)
    await until('it is told', async () => [...(await server().dump()).values()].includes('7'))
    await new Promise((resolve) => setTimeout(resolve, 1_300))
    assert.equal(b.count.add('ann', 0).count, 5)
  })

  test('stays what each has counted itself while Redis is away, and goes on when it is back', async (t) => {
    const [a, b] = await processes(t, server())
    a.count.add('ann', 3)
    b.count.add('ann', 1)
    await sees(b, 'ann', 3)
    await sees(a, 'ann', 1)
    await server().kill()
    await Promise.all([isAway(a.redis), isAway(b.redis)])
    // What is known is kept for its time; nothing new comes.
    assert.equal(a.count.add('ann', 1).count, 1)
    assert.equal(b.count.add('ann', 0).count, 3)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await server().start()
    await Promise.all([isUp(a.redis), isUp(b.redis)])
    a.count.add('ann', 6)
    b.count.add('ann', 2)
    // Redis has forgotten what B told it before. B cannot know, and takes it off: too little, never too much.
    await until('B knows of A again', () => b.count.add('ann', 0).count >= 5)
    assert.ok(b.count.add('ann', 0).count <= 6)
  })

  test('lies in Redis under a hash, with an end', async (t) => {
    const [a] = await processes(t, server())
    a.count.add('ann@example.com 203.0.113.7', 4)
    await until('it is told', async () => [...(await server().dump()).values()].includes('4'))
    for (const key of (await server().dump()).keys()) {
      assert.match(key, /^ms:count:[\w-]{22}$/)
      const left = await a.redis.ask(async (send) => Number(await send(key, ['PTTL', key])))
      assert.ok(left === undefined || left > 0 || left === -2, `${key} has no end`)
    }
  })
})
