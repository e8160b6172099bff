import type { Redis } from '#adapters/redis.ts'
import type { Config } from '#config'
import type { Log } from '#context'
import type { ReadyCheck } from '#http/health.ts'
import type { Gauges } from '#http/metrics.ts'
import type { Clock } from '#kernel/clock.ts'
import { type FanOut, toldNobody } from '#kernel/fan-out.ts'
import type { Ports } from '#kernel/port.ts'
import { countedAlone, sharedCounts } from '#kernel/shared-counts.ts'
import { sessionCache, takingBack } from '#modules/identity/index.ts'
import type { Engine } from '#store/engine.ts'

/** What the processes of one shop have in common besides their database. Any of it can be lost. */
export interface Shared {
  readonly fanOut: FanOut
  readonly ready: readonly ReadyCheck[]
  readonly gauges: Gauges
  /** The engine, with what others remember of its documents kept true. */
  guard(engine: Engine): Engine
  /** Before the modules are set up. */
  fill(ports: Ports): void
  /** After it: what takes the place of what a module has by default. */
  replace(ports: Ports): void
  close(): void
}

const ALONE: Shared = {
  fanOut: toldNobody,
  ready: [],
  gauges: {},
  guard: (engine) => engine,
  fill: (ports) => ports.fill(sharedCounts, countedAlone),
  replace() {},
  close() {},
}

/** Redis, where there is one; waits for nothing. Its library is loaded only then. */
export async function openShared(config: Config, init: { clock: Clock; log: Log }): Promise<Shared> {
  if (!config.redis) return ALONE
  const { createRedis } = await import('#adapters/redis.ts')
  const { createRedisFanOut } = await import('#adapters/fan-out-redis.ts')
  const { createRedisSharedCounts } = await import('#adapters/shared-counts-redis.ts')
  const { url } = config.redis
  const redis = createRedis({ ...config.redis, ...init })
  const counts = createRedisSharedCounts({ redis, ...init, secret: config.secretKeys[0] ?? url })
  const cache = isCacheFaster(config) ? await openSessionCache(config, { redis, ...init }) : undefined
  return {
    fanOut: createRedisFanOut(redis),
    ready: [
      {
        name: 'redis',
        optional: true,
        problem: () => (redis.up() ? null : 'away, with limits and caches of this process alone'),
      },
    ],
    gauges: {
      redis_up: {
        help: 'Whether Redis answers',
        read: () => Number(redis.up()),
        together: 'min',
      },
      redis_fallbacks_total: { help: 'Times that Redis was done without', read: redis.fallbacks },
    },
    guard: (engine) => (cache ? takingBack(engine, cache) : engine),
    fill: (ports) => ports.fill(sharedCounts, counts),
    replace: (ports) => cache && ports.fill(sessionCache, cache),
    close() {
      counts.close()
      cache?.close()
      redis.close()
    },
  }
}

/** SQLite answers sooner than anything behind a socket. */
const isCacheFaster = ({ database }: Config): boolean => database.kind !== 'sqlite'

async function openSessionCache(
  { secretKeys: secrets }: Config,
  init: { redis: Redis; clock: Clock; log: Log },
) {
  if (secrets.length === 0) {
    const message = 'Sessions are read from the database each time: keeping them in Redis takes a SECRET_KEY.'
    init.log.warn({}, message)
    return undefined
  }
  const { createRedisSessionCache } = await import('#adapters/session-cache-redis.ts')
  return createRedisSessionCache({ ...init, secrets })
}
