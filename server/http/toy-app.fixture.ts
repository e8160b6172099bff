import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { type Caller, systemCaller } from '#context'
import { createPorts } from '#kernel/port.ts'
import type { Collection, Document } from '#store/collection.ts'
import { createStore, type Store } from '#store/store.ts'
import { createManualClock, type ManualClock } from '#testing/clock.ts'
import { openTestStore, type TestStore } from '#testing/open-store.ts'
import { registerDescription } from './description.ts'
import { type ReadyCheck, registerHealth } from './health.ts'
import type { HttpConfig } from './http-config.ts'
import { type StoredReply, storedReplies } from './idempotency.ts'
import type { Route } from './route.ts'
import { createHttp } from './server.ts'
import { notes, onTheWay, remembered, routes } from './toy-routes.fixture.ts'

/** Waits where a test wants a handler to wait. */
export interface Gate {
  /** Resolves when a handler has come to the gate. */
  readonly reached: Promise<void>
  open(): void
}

export interface Ask {
  /** An object goes out as JSON, a string as it is (and then `type` names what it is). */
  readonly body?: object | string
  readonly type?: string
  readonly token?: string
  /** Sent as Idempotency-Key. */
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back and asserts on it
  readonly body: any
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface ToyApp {
  ask(method: string, url: string, ask?: Ask): Promise<Answer>
  readonly http: FastifyInstance
  readonly testStore: TestStore
  readonly store: Store
  readonly clock: ManualClock
  /** Lines of the log, parsed. */
  readonly log: readonly Record<string, unknown>[]
  /** What is not well; `/readyz` tells. */
  problem: string | null
  /** The next handler that passes this step waits there. */
  hold(step: string): Gate
  /** Runs once, between a handler's read and its commit. */
  interrupt(step: string, work: () => Promise<void>): void
  count(): Promise<number>
  keptReplies(): Promise<readonly StoredReply[]>
  close(): Promise<void>
}

const CALLERS: Readonly<Record<string, Partial<Caller>>> = {
  'alice-token': { kind: 'user', id: 'user_alice', permissions: new Set(['notes:read']) },
  'bob-token': { kind: 'user', id: 'user_bob' },
}

const CONFIG: HttpConfig = {
  trustProxy: false,
  corsOrigins: '*',
  rateLimits: false,
  concurrencyMax: 1_000,
}

export interface ToyInit extends Partial<HttpConfig> {
  /** How all its routes keep their replies. */
  readonly keptReply?: Route['keptReply']
}

/**
 * The HTTP side alone: toy routes over a real store, no word of the shop. `beside` another one it is a second
 * process on the same database. Close it when done, the second one first.
 */
export async function createToyApp(init: ToyInit = {}, beside?: ToyApp): Promise<ToyApp> {
  const { keptReply, ...config } = init
  const testStore = beside?.testStore ?? (await openTestStore())
  const clock = beside?.clock ?? createManualClock()
  const store = await createStore({
    engine: await testStore.open(),
    clock,
    collections: [notes, storedReplies],
    subscriptions: new Map(),
  })
  const steps = new Map<string, () => Promise<void>>()
  const ports = createPorts()
  ports.fill(onTheWay, async (step) => {
    const work = steps.get(step)
    steps.delete(step)
    await work?.()
  })
  ports.fill(remembered, 'known')
  const log: Record<string, unknown>[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(JSON.parse(line)) })
  const http = await createHttp({
    config: { ...CONFIG, ...config },
    logger,
    store,
    ports,
    routes: routes.map((route) => ({ ...route, ...(keptReply && { keptReply }) })),
    authenticate: async ({ token, address }) => {
      const known = CALLERS[token]
      return known && { ...systemCaller(), ...known, address }
    },
  })
  const ready: ReadyCheck = { name: 'toy', problem: () => app.problem }
  registerHealth(http, [ready])
  registerDescription(http, routes)
  const find = <T extends Document>(from: Collection<T>): Promise<readonly T[]> =>
    store.run('test', async (unit) => (await unit.find(from, 'byId', { limit: 500 })).data)
  const app: ToyApp = {
    ask: (method, url, ask = {}) => askOf(http, { method, url, ...ask }),
    http,
    testStore,
    store,
    clock,
    log,
    problem: null,
    hold(step) {
      const reached = Promise.withResolvers<void>()
      const opened = Promise.withResolvers<void>()
      steps.set(step, () => {
        reached.resolve()
        return opened.promise
      })
      return { reached: reached.promise, open: opened.resolve }
    },
    interrupt: (step, work) => void steps.set(step, work),
    count: async () => (await find(notes)).length,
    keptReplies: () => find(storedReplies),
    async close() {
      await http.close()
      await store.close()
      if (!beside) await testStore.remove()
    },
  }
  return app
}

async function askOf(http: FastifyInstance, ask: Ask & { method: string; url: string }): Promise<Answer> {
  const { method, url, body, type, token, key, headers } = ask
  const reply = await http.inject({
    method: method as 'GET',
    url,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(key && { 'idempotency-key': key }),
      ...(type && { 'content-type': type }),
      ...headers,
    },
    ...(body !== undefined && { payload: body }),
  })
  const isJson = /json/.test(String(reply.headers['content-type'])) && reply.payload !== ''
  return {
    status: reply.statusCode,
    body: isJson ? JSON.parse(reply.payload) : reply.payload,
    headers: reply.headers as Record<string, string>,
  }
}
