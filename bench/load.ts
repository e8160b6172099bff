import { type Connection, openConnection } from './connection.ts'

export interface Load {
  readonly port: number
  readonly concurrency: number
  readonly seconds: number
  /** One request, or one flow of them; throws where an answer is wrong. */
  readonly step: (connection: Connection) => Promise<void>
}

export interface Driven {
  readonly count: number
  readonly elapsedMs: number
  /** How long each took, ascending. */
  readonly timesMs: Float64Array
  /** The share of one core that this process, the client, needed. */
  readonly clientBusy: number
}

/** So many clients at once, each doing one step after the other until the time is up. */
export async function drive({ port, concurrency, seconds, step }: Load): Promise<Driven> {
  const connections = await Promise.all(Array.from({ length: concurrency }, () => openConnection(port)))
  const times: number[] = []
  try {
    const cpu = process.cpuUsage()
    const start = performance.now()
    const until = start + seconds * 1_000
    await Promise.all(
      connections.map(async (connection) => {
        for (let begun = performance.now(); begun < until; ) {
          await step(connection)
          const now = performance.now()
          times.push(now - begun)
          begun = now
        }
      }),
    )
    const elapsedMs = performance.now() - start
    const { user, system } = process.cpuUsage(cpu)
    return {
      count: times.length,
      elapsedMs,
      timesMs: Float64Array.from(times).sort(),
      clientBusy: (user + system) / 1_000 / elapsedMs,
    }
  } finally {
    for (const connection of connections) connection.close()
  }
}
