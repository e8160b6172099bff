/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const NAME = 'http_request_duration_seconds'
const HELP = 'Time from the first byte of a request to the end of its reply'

interface Totals {
  readonly counts: readonly number[]
  readonly sum: number
}

interface Series extends Totals {
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

/** What one process has measured, as it goes to another. */
export type DurationList = readonly (readonly [reply: Reply, counts: readonly number[], sum: number])[]

export interface Durations {
  add(reply: Reply, seconds: number): void
  /** Adds what another process has measured. */
  addAll(list: DurationList): void
  toList(): DurationList
  /** In Prometheus' text format. */
  toText(): string
}

/**
 * How long replies took: a histogram by method, route and status. It is written with every reply, and
 * prom-client's takes as long for that as Fastify for finding the route.
 */
export function createDurations(): Durations {
  const routes = new Map<string, Map<string, Map<number, Series>>>()

  function seriesOf({ method, route, status }: Reply): Series {
    const methods = obtain(routes, route, () => new Map<string, Map<number, Series>>())
    const statuses = obtain(methods, method, () => new Map<number, Series>())
    return obtain(statuses, status, () => ({ counts: [...BOUNDS, 0].fill(0), sum: 0 }))
  }

  function toList(): DurationList {
    const list: [Reply, number[], number][] = []
    for (const [route, methods] of routes)
      for (const [method, statuses] of methods)
        for (const [status, { counts, sum }] of statuses) list.push([{ method, route, status }, counts, sum])
    return list
  }

  return {
    add(reply, seconds) {
      const series = seriesOf(reply)
      let at = 0
      while (at < BOUNDS.length && seconds > (BOUNDS[at] as number)) at += 1
      series.counts[at] = (series.counts[at] as number) + 1
      series.sum += seconds
    },
    addAll(list) {
      for (const [reply, counts, sum] of list) {
        const series = seriesOf(reply)
        for (const [at, count] of counts.entries()) series.counts[at] = (series.counts[at] ?? 0) + count
        series.sum += sum
      }
    },
    toList,
    toText() {
      const lines = [`# HELP ${NAME} ${HELP}`, `# TYPE ${NAME} histogram`]
      for (const [{ method, route, status }, counts, sum] of toList()) {
        lines.push(...linesOf(`method="${method}",route="${route}",status="${status}"`, { counts, sum }))
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

function linesOf(labels: string, { counts, sum }: Totals): string[] {
  let count = 0
  const buckets = counts.map((each, at) => {
    count += each
    return `${NAME}_bucket{le="${BOUNDS[at] ?? '+Inf'}",${labels}} ${count}`
  })
  return [...buckets, `${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${count}`]
}
