import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { elapsedMs } from '#kernel/clock.ts'
import { createDurations, type Durations } from './durations.ts'

/** Figures that are read when `/metrics` is asked for, by name. */
export type Gauges = Readonly<Record<string, { readonly help: string; read(): number }>>

export interface Metrics {
  readonly shed: Counter
  /** How many requests have come in and not been answered yet. */
  underWay(): number
}

/**
 * Durations of replies by route and status, and the process's own figures, in Prometheus' format at
 * `/metrics`.
 */
export function createMetrics(app: FastifyInstance, gauges: Gauges = {}): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const [name, { help, read }] of Object.entries(gauges)) {
    const collect = function (this: Gauge) {
      this.set(read())
    }
    new Gauge({ name, help, registers: [registry], collect })
  }
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests turned away with 503 because the process was busy',
    registers: [registry],
  })
  const durations = createDurations()
  const underWay = watchRequests(app, durations)
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(`${await registry.metrics()}\n${durations.toText()}`),
  )
  return { shed, underWay }
}

/** Counts the requests under way and times their replies, both with the one listener that this takes. */
function watchRequests(app: FastifyInstance, durations: Durations): () => number {
  let underWay = 0
  app.addHook('onRequest', ({ method, routeOptions: { url = 'none' } }, { raw }, done) => {
    const begunMs = elapsedMs()
    underWay += 1
    // Comes exactly once for every request, also when the client went away before the reply.
    raw.on('close', () => {
      underWay -= 1
      if (!raw.writableEnded) return
      durations.add({ method, route: url, status: raw.statusCode }, (elapsedMs() - begunMs) / 1_000)
    })
    done()
  })
  return () => underWay
}
