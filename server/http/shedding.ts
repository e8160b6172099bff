import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import type { HttpConfig } from './http-config.ts'
import type { Metrics } from './metrics.ts'
import { httpFaults } from './problem.ts'

const EVENT_LOOP_DELAY_MAX_MS = 2_000
const RETRY_AFTER_SECONDS = 1

/**
 * Past what it can serve well, the shop says so at once instead of letting everyone wait: too many requests under way, or
 * an event loop that lags. Health checks are always answered.
 */
export async function registerShedding(
  app: FastifyInstance,
  config: HttpConfig,
  metrics: Metrics,
): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: EVENT_LOOP_DELAY_MAX_MS,
    retryAfter: RETRY_AFTER_SECONDS,
    pressureHandler: (request) => {
      if (!isHealthCheck(request.url)) shed()
    },
  })
  let underWay = 0
  const shed = () => {
    metrics.shed.inc()
    throw httpFaults.busy()
  }
  app.addHook('onRequest', async (request, reply) => {
    underWay += 1
    // 'close' comes exactly once for every request, also when the client went away before the reply.
    reply.raw.once('close', () => {
      underWay -= 1
    })
    if (underWay > config.concurrencyMax && !isHealthCheck(request.url)) shed()
  })
}

const isHealthCheck = (url: string) => url === '/healthz' || url === '/readyz' || url === '/metrics'
