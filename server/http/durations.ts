/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const NAME = 'http_request_duration_seconds'
const HELP = 'Time from the first byte of a request to the end of its reply'

interface Series {
  /** How many fell into each bucket; the last is for what is longer than every bound. */
  readonly counts: number[]
  sum: number
}

export interface Reply {
  readonly method: string
  /** The pattern of the address, never the address itself, or there would be no end of series. */
  readonly route: string
  readonly status: number
}

export interface Durations {
  add(reply: Reply, seconds: number): void
  /** In Prometheus' text format. */
  toText(): string
}

/**
 * How long replies took: a histogram by method, route and status. It is written with every reply, and
 * prom-client's takes as long for that as Fastify for finding the route.
 */
export function createDurations(): Durations {
  const routes = new Map<string, Map<string, Map<number, Series>>>()
  return {
    add({ method, route, status }, seconds) {
      const methods = obtain(routes, route, () => new Map<string, Map<number, Series>>())
      const statuses = obtain(methods, method, () => new Map<number, Series>())
      const series = obtain(statuses, status, () => ({ counts: [...BOUNDS, 0].fill(0), sum: 0 }))
      let at = 0
      while (at < BOUNDS.length && seconds > (BOUNDS[at] as number)) at += 1
      series.counts[at] = (series.counts[at] as number) + 1
      series.sum += seconds
    },
    toText() {
      const lines = [`# HELP ${NAME} ${HELP}`, `# TYPE ${NAME} histogram`]
      for (const [route, methods] of routes) {
        for (const [method, statuses] of methods) {
          for (const [status, series] of statuses) {
            lines.push(...linesOf(`method="${method}",route="${route}",status="${status}"`, series))
          }
        }
      }
      return `${lines.join('\n')}\n`
    },
  }
}

/** Maps in maps rather than one map with a joined key: to join it would take most of the time. */
function obtain<K, V>(from: Map<K, V>, key: K, make: () => V): V {
  let value = from.get(key)
  if (value === undefined) {
    value = make()
    from.set(key, value)
  }
  return value
}

function linesOf(labels: string, { counts, sum }: Series): string[] {
  let count = 0
  const buckets = counts.map((each, at) => {
    count += each
    return `${NAME}_bucket{le="${BOUNDS[at] ?? '+Inf'}",${labels}} ${count}`
  })
  return [...buckets, `${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${count}`]
}
