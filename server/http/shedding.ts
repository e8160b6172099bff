import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import type { HttpConfig } from './http-config.ts'
import type { Metrics } from './metrics.ts'
import { httpFaults } from './problem.ts'

const LAG_MAX_MS = 2_000
const LOOK_EVERY_MS = 1_000
const RESOLUTION_MS = 20

/**
 * Past what it can serve well, the shop says so at once (503 with Retry-After) instead of letting everyone
 * wait: too many requests under way, or an event loop that lags. Health checks are always answered.
 */
export function registerShedding(app: FastifyInstance, config: HttpConfig, metrics: Metrics): void {
  const lagMs = watchLag(app)
  app.addHook('onRequest', (request, _reply, done) => {
    const isBusy = metrics.underWay() > config.concurrencyMax || lagMs() > LAG_MAX_MS
    if (!isBusy || isHealthCheck(request.url)) return done()
    metrics.shed.inc()
    done(httpFaults.busy())
  })
}

/** How late timers were on average over the last second or so. */
function watchLag(app: FastifyInstance): () => number {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let lag = 0
  const timer = setInterval(() => {
    // Without a sample there is no mean: then nothing is known to be late.
    const mean = histogram.mean / 1e6
    lag = Number.isFinite(mean) ? mean - RESOLUTION_MS : 0
    histogram.reset()
  }, LOOK_EVERY_MS).unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    histogram.disable()
  })
  return () => lag
}

const isHealthCheck = (url: string) => url === '/healthz' || url === '/readyz' || url === '/metrics'

/** How long a connection may stay open after its last reply while the process stops. */
const IDLE_MAX_MS = 50

/**
 * While the process finishes what it began, a new request on a connection that is still open is told to come
 * back: it will reach the successor. And connections are closed as they fall idle, which would otherwise stay
 * open for more requests and be waited for.
 */
export function registerStopping(app: FastifyInstance): void {
  let timer: NodeJS.Timeout | undefined
  app.addHook('preClose', async () => {
    timer = setInterval(() => app.server.closeIdleConnections(), IDLE_MAX_MS)
  })
  app.addHook('onClose', async () => clearInterval(timer))
  app.addHook('onRequest', (_request, _reply, done) => done(timer && httpFaults.stopping()))
}
