import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '#kernel/clock.ts'
import { until } from '#testing/until.ts'
import { createRedisFanOut } from './fan-out-redis.ts'
import { aRedis, isAway, isUp, onEachRedis } from './redis.fixture.ts'
import { createRedis, type Send } from './redis.ts'

const count = async (send: Send) => Number(await send('n', ['INCRBY', 'n', '1']))

onEachRedis('what is asked of Redis', (server) => {
  test('is answered as long as it is there, and by undefined as long as it is not', async (t) => {
    const redis = await aRedis(t, server())
    const before = (await redis.ask(count)) ?? 0
    assert.equal(await redis.ask(count), before + 1)
    const since = redis.upSince()
    await server().kill()
    await isAway(redis)
    assert.equal(await redis.ask(count), undefined)
    assert.ok(redis.fallbacks() > 0)
    await server().start()
    await isUp(redis)
    assert.equal(await redis.ask(count), 1)
    assert.ok(redis.upSince() > since)
    assert.deepEqual(redis.logged, [
      'Redis is there.',
      'Redis is away: the shop goes on without it.',
      'Redis is there.',
    ])
  })

  test('is not waited for where it hangs, and asked again once it does not', async (t) => {
    const redis = await aRedis(t, server())
    server().signal('SIGSTOP')
    t.after(() => server().signal('SIGCONT'))
    assert.equal(await redis.ask(count), undefined)
    assert.equal(redis.up(), false)
    // Now it is left alone.
    let sent = 0
    const work = async () => {
      sent += 1
    }
    assert.equal(await redis.ask(work), undefined)
    assert.equal(sent, 0)
    server().signal('SIGCONT')
    await isUp(redis)
    assert.ok((await redis.ask(count)) !== undefined)
  })

  test('goes over a new connection where the old one hangs for long', async (t) => {
    const redis = await aRedis(t, server(), { lookEveryMs: 10, timeoutMs: 50 })
    let heard = ''
    redis.subscribe('news', (message) => {
      heard = message
    })
    server().signal('SIGSTOP')
    await isAway(redis)
    const looks = 30
    await new Promise((resolve) => setTimeout(resolve, looks * 10))
    server().signal('SIGCONT')
    await isUp(redis)
    await until('news are heard', () => {
      redis.publish('news', 'x')
      return heard === 'x'
    })
  })

  test('is refused by Redis itself: then it is done without as well', async (t) => {
    const redis = await aRedis(t, server())
    assert.equal(await redis.ask((send) => send('n', ['NO-SUCH-COMMAND', 'n'])), undefined)
    await isUp(redis)
  })

  test('wakes the others, and nobody wakes themselves', async (t) => {
    const woken: string[] = []
    const [ann, ben] = [await aRedis(t, server()), await aRedis(t, server())].map(createRedisFanOut)
    ann?.onTold(() => woken.push('ann'))
    ben?.onTold(() => woken.push('ben'))
    await until('the other one is woken', () => {
      ann?.tell()
      return woken.length > 0
    })
    assert.ok(!woken.includes('ann'))
  })
})

test('a Redis that was never there is told of once, and nothing waits for it', async (t) => {
  const logged: string[] = []
  const log = { warn: (_: object, message: string) => void logged.push(message), info() {} }
  const url = 'redis://127.0.0.1:1'
  for (const each of [url, `${url}?cluster=true`, `${url},${url}`]) {
    const redis = createRedis({ url: each, clock: systemClock, log, lookEveryMs: 5 })
    t.after(redis.close)
    assert.equal(await redis.ask(count), undefined)
    await until(
      'it is looked for a few times',
      async () => redis.fallbacks() > 20 || !(await redis.ask(count)),
    )
    await until('it is told of', () => logged.length > 0)
    assert.deepEqual(logged.splice(0), ['Redis is away: the shop goes on without it.'])
  }
})
