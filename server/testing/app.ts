import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, type AppOptions, createApp } from '#app'
import { type Config, readConfig } from '#config'
import type { RecordedEvent } from '#kernel/event.ts'
import { openEngine } from '#store/open.ts'
import { createManualClock, type ManualClock } from './clock.ts'
import { freezing } from './frozen-engine.ts'
import { openTestStore } from './open-store.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back and asserts on it
export type Loose = any

export interface Reply<B = Loose> {
  readonly status: number
  readonly body: B
  readonly headers: Readonly<Record<string, string>>
}

export interface Ask {
  readonly body?: unknown
  readonly token?: string | undefined
  /** Sent as Idempotency-Key. */
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestApp extends App {
  readonly clock: ManualClock
  readonly dataDir: string
  /** `request('POST', '/api/carts', { body: {} })` */
  request<B = Loose>(method: string, path: string, ask?: Ask): Promise<Reply<B>>
  /** A bearer token of the shop's owner. */
  readonly owner: string
  /**
   * The types of all events committed since the last call, in order: list them all, so that none goes
   * unnoticed.
   */
  takeEvents(): string[]
  /** Every event committed so far. */
  readonly events: readonly RecordedEvent[]
}

export const OWNER = { email: 'owner@example.com', password: 'correct horse battery' }

/**
 * The whole shop on a store and a directory of its own, with a manual clock, empty but for its owner. Close
 * it when done.
 */
export async function createTestApp(
  options: AppOptions & { config?: Partial<Config>; clock?: ManualClock } = {},
): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'marketsquare-'))
  const clock = options.clock ?? createManualClock()
  const env = { SEED: 'none', LOG_LEVEL: 'silent', RATE_LIMITS: 'off', DATA_DIR: dataDir, NODE_ENV: 'test' }
  const store = options.engine ? undefined : await openTestStore({ directory: dataDir })
  const config = {
    ...readConfig(env),
    admin: OWNER,
    ...(store && { database: store.database }),
    ...options.config,
  }
  const engine = options.engine ?? (await openEngine(config.database))
  const app = await createApp(config, { ...options, clock, engine: freezing(engine) })
  const events: RecordedEvent[] = []
  let taken = 0
  app.store.onCommit((_writes, recorded) => void events.push(...recorded))
  const request = createRequest(app)
  const signedIn = await request('POST', '/api/login', { body: OWNER })
  return {
    ...app,
    clock,
    dataDir,
    request,
    events,
    owner: signedIn.body.token,
    takeEvents() {
      const fresh = events.slice(taken).map((event) => event.type)
      taken = events.length
      return fresh
    },
    async close() {
      await app.close()
      await store?.remove()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function createRequest(app: App): TestApp['request'] {
  return async (method, path, { body, token, key, headers = {} } = {}) => {
    const reply = await app.http.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(key && { 'idempotency-key': key }),
        ...headers,
      },
      ...(body !== undefined && { payload: body as object }),
    })
    const isJson = String(reply.headers['content-type']).includes('json')
    return {
      status: reply.statusCode,
      body: isJson && reply.payload ? JSON.parse(reply.payload) : reply.payload,
      headers: reply.headers as Record<string, string>,
    }
  }
}
