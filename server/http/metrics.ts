import type { FastifyInstance } from 'fastify'
import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client'
import { elapsedMs } from '#kernel/clock.ts'
import { createDurations, type DurationList, type Durations } from './durations.ts'

/** Figures that are read when `/metrics` is asked for, by name. */
export type Gauges = Readonly<Record<string, GaugeInit>>

export interface GaugeInit {
  readonly help: string
  /** What several processes make of theirs together; their sum, unless this says otherwise. */
  readonly together?: 'sum' | 'max' | 'min'
  read(): number
}

/** What one process has counted and measured, as it goes to another. */
export interface ProcessFigures {
  readonly metrics: readonly MetricObjectWithValues<MetricValue<string>>[]
  readonly durations: DurationList
}

/** The other processes that answer at the same port. */
export interface FigurePeers {
  /** The figures of those that answer soon. */
  others(): Promise<readonly ProcessFigures[]>
  onAsked(read: () => Promise<ProcessFigures>): void
}

export interface Metrics {
  readonly shed: Counter
  /** How many requests have come in and not been answered yet. */
  underWay(): number
}

/**
 * Durations of replies by route and status, and the figures of the process and of those beside it together,
 * in Prometheus' format at `/metrics`.
 */
export function createMetrics(app: FastifyInstance, gauges: Gauges = {}, peers?: FigurePeers): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const [name, { help, read, together = 'sum' }] of Object.entries(gauges)) {
    const collect = function (this: Gauge) {
      this.set(read())
    }
    new Gauge({ name, help, registers: [registry], collect, aggregator: together })
  }
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests turned away with 503 because the process was busy',
    registers: [registry],
  })
  const durations = createDurations()
  const underWay = watchRequests(app, durations)
  const read = async () => ({ metrics: await registry.getMetricsAsJSON(), durations: durations.toList() })
  peers?.onAsked(read)
  app.get('/metrics', async (_request, reply) => {
    const others = (await peers?.others()) ?? []
    const text =
      others.length > 0
        ? await sumUp([await read(), ...others])
        : `${await registry.metrics()}\n${durations.toText()}`
    return reply.type(registry.contentType).send(text)
  })
  return { shed, underWay }
}

async function sumUp(all: readonly ProcessFigures[]): Promise<string> {
  const durations = createDurations()
  for (const each of all) durations.addAll(each.durations)
  const registry = AggregatorRegistry.aggregate(all.map(({ metrics }) => metrics))
  return `${await registry.metrics()}\n${durations.toText()}`
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
