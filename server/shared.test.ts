import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { PATIENT_MS } from '#adapters/redis.fixture.ts'
import { createRedis, type Redis } from '#adapters/redis.ts'
import { createRedisSessionCache } from '#adapters/session-cache-redis.ts'
import { readConfig } from '#config'
import { MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { endSessions, sessionCache, takingBack } from '#modules/identity/index.ts'
import type { Engine } from '#store/engine.ts'
import { createTestApp, OWNER, type TestApp } from '#testing/app.ts'
import { createManualClock, type ManualClock } from '#testing/clock.ts'
import { openTestStore, type TestStore } from '#testing/open-store.ts'
import { NO_REDIS, type RedisServer, startRedis } from '#testing/redis-server.ts'
import { until } from '#testing/until.ts'
import { PER_MINUTE } from './http/rate-limits.ts'
import { aPerson, type Person } from './modules/identity/staff.fixture.ts'

const SECRET = 'a secret of at least thirty-two characters'
const ADDRESS = '203.0.113.7'
const AWAY = 'away, with limits and caches of this process alone'

/** One of several processes of a shop. */
interface Process extends TestApp {
  /** Reads of sessions and users from the database so far. */
  reads(): number
}

const from = (address: string) => ({ 'x-forwarded-for': address })

for (const cluster of [false, true]) {
  suite(`two processes that share ${cluster ? 'a Redis cluster' : 'a Redis'}`, { skip: NO_REDIS }, () => {
    let server: RedisServer
    let store: TestStore
    let clock: ManualClock
    let a: Process
    let b: Process

    before(async () => {
      server = await startRedis({ cluster })
      store = await openTestStore()
      clock = createManualClock()
      a = await aProcess({ server, store, clock })
      b = await aProcess({ server, store, clock })
      await allThere()
    })
    after(async () => {
      await a.close()
      await b.close()
      await store.remove()
      await server.stop()
    })

    const redisOf = async (app: TestApp) => (await app.request('GET', '/readyz')).body.checks.redis
    const areAll = async (what: string) => (await redisOf(a)) === what && (await redisOf(b)) === what
    /** So soon after it came back, nothing in it would be believed. */
    async function allThere(): Promise<void> {
      await until('Redis is there for both', () => areAll('ok'))
      clock.advance(10 * SECOND_MS)
    }
    const lies = (text: string) =>
      until(`${text} lies in Redis`, async () => [...(await server.dump()).values()].includes(text))

    test('have one limit for sign-ins', async () => {
      const signIn = (app: TestApp) =>
        app.request('POST', '/api/login', { body: OWNER, headers: from(ADDRESS) })
      for (let at = 0; at < 6; at++) assert.equal((await signIn(a)).status, 200)
      await lies('6')
      const answers = []
      // The first is told to the others, and brings back what they have counted.
      answers.push((await signIn(b)).status)
      await lies('7')
      await pause(50)
      for (let at = 0; at < 4; at++) answers.push((await signIn(b)).status)
      assert.deepEqual(answers, [200, 200, 200, 200, 429])
      // Who is refused is counted as well.
      await lies(String(PER_MINUTE.signIn + 1))
      await until('the other one knows', async () => (await signIn(a)).status === 429)
    })

    test('have one limit for reads', async () => {
      const read = async (app: TestApp) =>
        (await app.request('GET', '/api/products', { headers: from('198.51.100.1') })).status
      const half = PER_MINUTE.read / 2
      for (let at = 0; at < half; at++) assert.equal(await read(a), 200)
      await lies(String(half))
      let count = 0
      while ((await read(b)) === 200) {
        count += 1
        // Room for an exchange now and then.
        if (count % 100 === 0) await pause(50)
      }
      assert.ok(count >= half - 100 && count <= half + 150, `${count} more`)
    })

    test('make whoever guesses wait at both', async () => {
      const { email } = await aPerson(a)
      const guess = (app: TestApp) =>
        app.request('POST', '/api/login', {
          body: { email, password: 'no idea' },
          headers: from('192.0.2.9'),
        })
      for (let at = 0; at < 5; at++) assert.equal((await guess(a)).status, 401)
      assert.equal((await guess(a)).body.code, 'identity.too_many_attempts')
      // It learns of them by the first that it counts itself.
      let answer = await guess(b)
      for (; answer.status === 401; answer = await guess(b)) {
        await until('Redis is there for both', () => areAll('ok'))
        await pause(500)
      }
      assert.equal(answer.body.code, 'identity.too_many_attempts')
    })

    suite('with sessions that both remember', () => {
      const me = async (app: TestApp, { token }: Pick<Person, 'token'>) =>
        (await app.request('GET', '/api/me', { token })).status

      /** Known to both: neither asks the database who it is. The handler alone reads the user. */
      async function remembered(role?: string): Promise<Person> {
        for (;;) {
          const person = await aPerson(a, role)
          for (let looks = 0; looks < 5; looks++) {
            assert.deepEqual([await me(a, person), await me(b, person)], [200, 200])
            const before = [a.reads(), b.reads()]
            await Promise.all([me(a, person), me(b, person)])
            if (a.reads() - (before[0] ?? 0) === 1 && b.reads() - (before[1] ?? 0) === 1) return person
          }
          // Redis was slow for a moment, and what is from before it is not believed.
          await until('Redis is there for both', () => areAll('ok'))
          clock.advance(10 * SECOND_MS)
        }
      }

      test('refuse one that was signed out at the other', async () => {
        const ann = await remembered()
        assert.equal((await a.request('POST', '/api/logout', { token: ann.token })).status, 204)
        assert.deepEqual([await me(b, ann), await me(a, ann)], [401, 401])
      })

      test('refuse one that was ended from elsewhere', async () => {
        const ann = await remembered()
        await b.run((ctx) => endSessions(ctx, ann.id))
        assert.deepEqual([await me(a, ann), await me(b, ann)], [401, 401])
      })

      test('let a role go at once, and a new one begin', async () => {
        const staff = await remembered('support')
        const users = async (app: TestApp) =>
          (await app.request('GET', '/api/admin/users', { token: staff.token })).status
        const give = (role: string) =>
          a.request('PATCH', `/api/admin/users/${staff.id}`, { token: a.owner, body: { role } })
        assert.deepEqual([await users(a), await users(b)], [200, 200])
        assert.equal((await give('fulfilment')).status, 200)
        assert.deepEqual([await users(b), await users(a)], [403, 403])
        // Nobody's staff any more.
        assert.equal((await give('customer')).status, 200)
        assert.deepEqual([await users(b), await users(a), await me(b, staff)], [403, 403, 200])
        assert.equal((await give('support')).status, 200)
        assert.deepEqual([await users(b), await users(a)], [200, 200])
      })

      test('let a permission go at once that a role of the shop’s own has lost', async () => {
        const ask = { token: a.owner, body: { name: 'Readers', permissions: ['users:read'] } }
        const role = (await a.request('POST', '/api/admin/roles', ask)).body
        const staff = await remembered(role.id)
        const users = async (app: TestApp) =>
          (await app.request('GET', '/api/admin/users', { token: staff.token })).status
        assert.deepEqual([await users(a), await users(b)], [200, 200])
        const body = { permissions: ['orders:read'] }
        const changed = await a.request('PATCH', `/api/admin/roles/${role.id}`, { token: a.owner, body })
        assert.equal(changed.status, 200)
        assert.deepEqual([await users(b), await users(a)], [403, 403])
      })

      test('refuse what was open elsewhere when the password changes', async () => {
        const ann = await remembered()
        const body = { password: 'a fresh password, and long' }
        assert.equal((await a.request('POST', '/api/me/password', { token: ann.token, body })).status, 204)
        const credentials = { email: ann.email, password: body.password }
        const { token } = (await b.request('POST', '/api/login', { body: credentials })).body
        assert.deepEqual([await me(a, { token }), await me(b, { token })], [200, 200])
        const next = { token, body: { current: body.password, password: 'another one, and as long' } }
        assert.equal((await b.request('POST', '/api/me/password', next)).status, 204)
        assert.deepEqual([await me(a, ann), await me(b, ann)], [401, 401])
        assert.deepEqual([await me(a, { token }), await me(b, { token })], [200, 200])
      })

      test('know how fresh a proof is', async () => {
        const ann = await remembered()
        clock.advance(30 * MINUTE_MS)
        const change = async (app: TestApp) =>
          app.request('POST', '/api/me/password', {
            token: ann.token,
            body: { password: 'long enough, and new' },
          })
        assert.equal((await change(a)).body.code, 'access.step_up_needed')
        assert.equal((await change(b)).body.code, 'access.step_up_needed')
      })

      test('take a token only the way it was made for', async () => {
        const ann = await remembered()
        const headers = { cookie: `__Host-session=${ann.token}` }
        assert.equal((await b.request('GET', '/api/me', { headers })).status, 401)
      })
    })

    test('leave nothing in Redis by which anybody can be known or come in', async () => {
      const lying = [...(await server.dump())].flat().join('\n')
      assert.ok(lying.includes('ms:session:') && lying.includes('ms:user:') && lying.includes('ms:count:'))
      const secrets = [OWNER.email, '@example.com', a.owner, a.owner.slice(4), SECRET, ADDRESS, '198.51.100']
      for (const secret of secrets) assert.ok(!lying.includes(secret), secret)
      assert.doesNotMatch(lying, /mst_|msk_|sess_|argon2|192\.0\.2/)
    })

    for (const how of ['is killed', 'hangs'] as const) {
      test(`go on with what each has itself when Redis ${how} in the middle, and share again after it`, async () => {
        const ann = await aPerson(a)
        let isOver = false
        const statuses = new Set<number>()
        const load = [a, b].map(async (app) => {
          for (; !isOver; await pause(1)) {
            statuses.add((await app.request('GET', '/api/me', { token: ann.token })).status)
          }
        })
        if (how === 'hangs') server.signal('SIGSTOP')
        else await server.kill()
        await until('both say so', () => areAll(AWAY))
        for (const app of [a, b]) {
          assert.equal((await app.request('GET', '/readyz')).status, 200)
          const { body } = await app.request('GET', '/metrics')
          assert.ok(/^redis_up 0$/m.test(body))
        }
        const signIn = async () => {
          const headers = from(how === 'hangs' ? '192.0.2.50' : '192.0.2.51')
          return (await a.request('POST', '/api/login', { body: OWNER, headers })).status
        }
        for (let at = 0; at < PER_MINUTE.signIn; at++) assert.equal(await signIn(), 200)
        assert.equal(await signIn(), 429)
        const fallbacks = /^redis_fallbacks_total [1-9]/m
        await until('it is counted', async () => fallbacks.test((await a.request('GET', '/metrics')).body))
        if (how === 'hangs') server.signal('SIGCONT')
        else await server.start()
        await allThere()
        isOver = true
        await Promise.all(load)
        assert.deepEqual([...statuses], [200])
        assert.ok(/^redis_up 1$/m.test((await a.request('GET', '/metrics')).body))
      })
    }
  })
}

interface ProcessInit {
  readonly server: RedisServer
  readonly store: TestStore
  readonly clock: ManualClock
}

async function aProcess({ server, store, clock }: ProcessInit): Promise<Process> {
  const config = {
    database: store.database,
    redis: { url: server.url, timeoutMs: PATIENT_MS },
    secretKeys: [SECRET],
    http: { ...readConfig({}).http, trustProxy: true },
  }
  let reads = 0
  const counting = (engine: Engine): Engine => ({
    ...engine,
    async get(collection, ids) {
      if (['sessions', 'users'].includes(collection.name)) reads += ids.length
      return engine.get(collection, ids)
    },
  })
  const engine = counting(await store.open())
  const app = await (store.database.kind === 'sqlite'
    ? rememberingAnyway({ server, clock }, (plug) => createTestApp({ config, clock, ...plug(engine) }))
    : createTestApp({ config, clock, engine }))
  return { ...app, reads: () => reads }
}

type Plug = (engine: Engine) => {
  engine: Engine
  plug: NonNullable<Parameters<typeof createTestApp>[0]>['plug']
}

/** On SQLite a shop remembers no sessions elsewhere. Here it does, so that it is tried there as well. */
async function rememberingAnyway(
  { server, clock }: Pick<ProcessInit, 'server' | 'clock'>,
  make: (plug: Plug) => Promise<TestApp>,
): Promise<TestApp> {
  const log = { warn() {}, info() {} }
  const redis: Redis = createRedis({ url: server.url, timeoutMs: PATIENT_MS, clock, log })
  const cache = createRedisSessionCache({ redis, clock, secrets: [SECRET] })
  const app = await make((engine) => ({
    engine: takingBack(engine, cache),
    plug: (ports) => ports.fill(sessionCache, cache),
  }))
  await until('Redis is there', redis.up)
  return {
    ...app,
    async close() {
      await app.close()
      cache.close()
      redis.close()
    },
  }
}
