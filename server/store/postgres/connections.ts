import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { elapsedMs } from '#kernel/clock.ts'
import { ConnectionLost, isHangUp, isPassing, isStandby, NotConnected, unavailable } from './failure.ts'

export type Value = string | number | readonly string[] | null
/** Columns as PostgreSQL writes them out. */
export type Row = readonly (string | null)[]

export interface Session {
  /** One round trip. Rejects with `ConnectionLost` when nothing is known of its outcome. */
  query(sql: string, values?: readonly Value[], timeoutMs?: number): Promise<readonly Row[]>
}

/** At most so many connections at a time, and nobody waits for one without end. */
export interface Connections extends Session {
  /** Several statements on one connection, which is let go of, or thrown away when it is unclear. */
  use<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** A read, which is tried again while the database is away for a moment. */
  read(sql: string, values?: readonly Value[]): Promise<readonly Row[]>
  close(): Promise<void>
}

const CONNECTIONS_MAX = 10
/** For a connection: one of the pool's to become free, or a new one. */
const CONNECT_MS_MAX = 4_000
const READ_MS_MAX = 5_000
/** What stands between would forget a connection on which nothing is said for long. */
export const KEEP_ALIVE_MS = 10_000
const BACKOFF_MS = 10
const BACKOFF_MS_MAX = 400

const textOnly = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig

/** `?pool_max=20` in the address: how many connections this process opens at most. */
export function connect(url: string): Connections {
  const pool = new pg.Pool({
    connectionString: url,
    max: Number(new URL(url).searchParams.get('pool_max')) || CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    fallback_application_name: 'marketsquare',
  } as pg.PoolConfig)
  // A connection that breaks while nobody uses it: the pool has let go of it already.
  pool.on('error', () => undefined)

  async function use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((cause) => {
      throw isPassing(cause) || !(cause instanceof pg.DatabaseError) ? new NotConnected(cause) : cause
    })
    let isBroken = false
    // Without a listener, a connection that breaks would take the process along.
    const onError = () => {
      isBroken = true
    }
    client.on('error', onError)
    try {
      return await work(sessionOf(client))
    } catch (error) {
      isBroken ||= error instanceof ConnectionLost || isStandby(error)
      throw error
    } finally {
      client.off('error', onError)
      client.release(isBroken)
    }
  }

  const query: Session['query'] = (sql, values, timeoutMs) =>
    use((session) => session.query(sql, values, timeoutMs))

  return {
    use,
    query,
    read: (sql, values) => patiently(READ_MS_MAX, (leftMs) => query(sql, values, leftMs)),
    close: () => pool.end(),
  }
}

export const sessionOf = (client: pg.ClientBase): Session => ({
  async query(sql, values = [], timeoutMs = READ_MS_MAX) {
    try {
      const config = { text: sql, values, rowMode: 'array', types: textOnly, query_timeout: timeoutMs }
      const result = await client.query(config as unknown as pg.QueryArrayConfig)
      // Several statements at once have several results, which nobody asks for.
      return Array.isArray(result) ? [] : (result.rows as Row[])
    } catch (error) {
      throw isHangUp(error) ? new ConnectionLost(error) : error
    }
  },
})

/** Tries until it works, fails for good, or the time is over. */
export async function patiently<T>(msMax: number, work: (leftMs: number) => Promise<T>): Promise<T> {
  const end = elapsedMs() + msMax
  for (let tries = 0; ; tries++) {
    try {
      return await work(Math.max(end - elapsedMs(), 1))
    } catch (error) {
      if (!isPassing(error)) throw error
      if (elapsedMs() + BACKOFF_MS >= end) throw unavailable(error)
      await pause(Math.min(backoffMs(tries), end - elapsedMs()))
    }
  }
}

/** Longer each time, and never the same for two who failed together. */
export function backoffMs(tries: number): number {
  const full = Math.min(BACKOFF_MS * 2 ** tries, BACKOFF_MS_MAX)
  return full / 2 + randomInt(Math.ceil(full / 2) + 1)
}

/** The same, with more patience where none is asked for. */
export const withPatience = (session: Session, timeoutMs: number): Session => ({
  query: (sql, values, ms = timeoutMs) => session.query(sql, values, ms),
})
