import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Figures that are read when `/metrics` is asked for, by name. */
export type Gauges = Readonly<Record<string, { readonly help: string; read(): number }>>

export interface Metrics {
  readonly registry: Registry
  readonly shed: Counter
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
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its reply',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests turned away with 503 because the process was busy',
    registers: [registry],
  })
  // Kept by route and status: to find a series by its labels takes longer than to count in it.
  const series = new Map<string, { observe(seconds: number): void }>()
  const seriesOf = (method: string, route: string, status: number) => {
    const key = `${status} ${method} ${route}`
    const known = series.get(key) ?? duration.labels({ method, route, status: String(status) })
    series.set(key, known)
    return known
  }
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    seriesOf(method, routeOptions.url ?? 'none', reply.statusCode).observe(reply.elapsedTime / 1_000)
    done()
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
  return { registry, shed }
}
