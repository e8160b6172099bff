import { after, before, suite, type TestContext } from 'node:test'
import { systemClock } from '#kernel/clock.ts'
import { NO_REDIS, type RedisServer, startRedis } from '#testing/redis-server.ts'
import { until } from '#testing/until.ts'
import { createRedis, type Redis, type RedisInit } from './redis.ts'

/** The same tests on one server and on a cluster of three, each started once. */
export function onEachRedis(what: string, tests: (server: () => RedisServer) => void): void {
  for (const cluster of [false, true]) {
    suite(`${what}, on ${cluster ? 'a Redis cluster' : 'one Redis server'}`, { skip: NO_REDIS }, () => {
      let server: RedisServer
      before(async () => {
        server = await startRedis({ cluster })
      })
      after(() => server.stop())
      tests(() => server)
    })
  }
}

export const isUp = (redis: Pick<Redis, 'up'>) => until('Redis is there', redis.up)
export const isAway = (redis: Pick<Redis, 'up'>) => until('Redis is away', () => !redis.up())

/** A machine that runs all tests at once may take its time. */
export const PATIENT_MS = 1_500

/** One process's way to it, once it is there. Looks more often than a shop does, and waits longer. */
export async function aRedis(
  t: TestContext,
  { url }: RedisServer,
  options: Partial<RedisInit> = {},
): Promise<Redis & { readonly logged: readonly string[] }> {
  const logged: string[] = []
  const note = (_details: object, message: string) => void logged.push(message)
  const log = { warn: note, info: note }
  const redis = createRedis({
    url,
    clock: systemClock,
    log,
    lookEveryMs: 100,
    timeoutMs: PATIENT_MS,
    ...options,
  })
  t.after(redis.close)
  await isUp(redis)
  return { ...redis, logged }
}
