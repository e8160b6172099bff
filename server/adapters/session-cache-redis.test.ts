import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { randomText } from '#kernel/id.ts'
import type { KnownSession } from '#modules/identity/session-cache.ts'
import { createManualClock, type ManualClock } from '#testing/clock.ts'
import type { RedisServer } from '#testing/redis-server.ts'
import { until } from '#testing/until.ts'
import { aRedis, isAway, isUp, onEachRedis } from './redis.fixture.ts'
import { createRedisSessionCache } from './session-cache-redis.ts'

const SECRET = 'a secret of at least thirty-two characters'

async function aCache(t: TestContext, server: RedisServer, init: { clock: ManualClock; secrets?: string[] }) {
  const redis = await aRedis(t, server, { clock: init.clock })
  const cache = createRedisSessionCache({ redis, secrets: [SECRET], ...init })
  t.after(cache.close)
  // So soon after it came, what lies there might be from before it went.
  init.clock.advance(10 * SECOND_MS)
  return { ...cache, redis }
}

function aSession(at: number): { id: string; known: KnownSession } {
  const [id, userId] = [`sess_${randomText(32)}`, `user_${randomText(20)}`]
  const times = { createdAt: at, lastSeenAt: at, expiresAt: at + MINUTE_MS, authenticatedAt: at }
  const session = { userId, kind: 'bearer' as const, place: 'somewhere', ...times }
  return { id, known: { session, user: { role: 'support', sessionsSince: 0 } } }
}

onEachRedis('a session that is remembered', (server) => {
  const twoCaches = async (t: TestContext) => {
    const clock = createManualClock()
    const [a, b] = [await aCache(t, server(), { clock }), await aCache(t, server(), { clock })]
    return { clock, a, b, ...aSession(clock.now()) }
  }

  test('is known to each process, for a minute from when it was read', async (t) => {
    const { clock, a, b, id, known } = await twoCaches(t)
    assert.equal(await b.find(id), undefined)
    a.keep(id, known, clock.now())
    await until('it is kept', async () => (await b.find(id)) !== undefined)
    assert.deepEqual(await a.find(id), known)
    assert.deepEqual(await b.find(id), known)
    clock.advance(MINUTE_MS)
    assert.deepEqual([await a.find(id), await b.find(id)], [undefined, undefined])
  })

  for (const what of ['session', 'user'] as const) {
    test(`is known no more once its ${what} is taken back, nor brought back by who comes late`, async (t) => {
      const { clock, a, b, id, known } = await twoCaches(t)
      a.keep(id, known, clock.now())
      await until('it is kept', async () => (await b.find(id)) !== undefined)
      const readAt = clock.now()
      const changed = { sessions: [id], users: [known.session.userId] }
      await a.takeBack({ sessions: [], users: [], [`${what}s`]: changed[`${what}s`] })
      assert.deepEqual([await a.find(id), await b.find(id)], [undefined, undefined])
      b.keep(id, known, readAt)
      // Answered in the order of the connection, so this one comes after it.
      await b.redis.ask((send) => send('x', ['GET', 'x']))
      await b.redis.ask((send) => send('y', ['GET', 'y']))
      assert.deepEqual([await a.find(id), await b.find(id)], [undefined, undefined])
    })
  }

  test('is not believed of one that was read long ago, whenever it was kept', async (t) => {
    const { clock, a, b, id, known } = await twoCaches(t)
    a.keep(id, known, clock.now() - MINUTE_MS)
    await until('it is kept', async () => [...(await server().dump()).values()].some((text) => text !== '-'))
    assert.equal(await b.find(id), undefined)
  })

  test('is not believed from before Redis was away', async (t) => {
    const { clock, a, b, id, known } = await twoCaches(t)
    a.keep(id, known, clock.now())
    await until('it is kept', async () => (await b.find(id)) !== undefined)
    server().signal('SIGSTOP')
    assert.equal(await b.find(id), undefined)
    await a.takeBack({ sessions: [id], users: [] })
    server().signal('SIGCONT')
    await Promise.all([isUp(a.redis), isUp(b.redis)])
    assert.deepEqual([await a.find(id), await b.find(id)], [undefined, undefined])
  })

  test('is taken back as soon as Redis is there again', async (t) => {
    const { clock, a, b, id, known } = await twoCaches(t)
    await server().kill()
    await Promise.all([isAway(a.redis), isAway(b.redis)])
    await a.takeBack({ sessions: [id], users: [] })
    await server().start()
    await Promise.all([isUp(a.redis), isUp(b.redis)])
    await until('it is barred', async () => [...(await server().dump()).values()].includes('-'))
    clock.advance(10 * SECOND_MS)
    b.keep(id, known, clock.now())
    await b.redis.ask((send) => send('x', ['GET', 'x']))
    assert.deepEqual([await a.find(id), await b.find(id)], [undefined, undefined])
  })

  test('is nothing without the signature of a secret that is known', async (t) => {
    const { clock, a, b, id, known } = await twoCaches(t)
    const newer = await aCache(t, server(), {
      clock,
      secrets: ['another secret, newer than the first one', SECRET],
    })
    a.keep(id, known, clock.now())
    await until('it is kept', async () => (await b.find(id)) !== undefined)
    assert.deepEqual(await newer.find(id), known)
    const other = aSession(clock.now())
    newer.keep(other.id, other.known, clock.now())
    await until('it is kept', async () => (await newer.find(other.id)) !== undefined)
    assert.equal(await b.find(other.id), undefined)
    // Another one's entry under one's own key, and one's own with more rights.
    const entries = await server().dump()
    const users = [...entries].filter(([key]) => key.startsWith('ms:user:'))
    assert.equal(users.length >= 2, true)
    for (const [key] of users) {
      const [, text = ''] = users.find(([each]) => each !== key) ?? []
      await a.redis.ask((send) => send(key, ['SET', key, text]))
    }
    assert.deepEqual([await a.find(id), await newer.find(other.id)], [undefined, undefined])
    for (const [key, text] of users) {
      await a.redis.ask((send) => send(key, ['SET', key, text.replace('support', 'owner')]))
    }
    assert.deepEqual([await a.find(id), await newer.find(other.id)], [undefined, undefined])
  })
})
