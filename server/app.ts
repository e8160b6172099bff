import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { createDiskBlobs } from '#adapters/blobs-disk.ts'
import { createDiskImportFiles } from '#adapters/import-files-disk.ts'
import { createTestPayments } from '#adapters/payments-test.ts'
import type { Config } from '#config'
import { type Ctx, createCtx, type Log, systemCaller } from '#context'
import { registerDescription } from '#http/description.ts'
import { type ReadyCheck, registerHealth } from '#http/health.ts'
import { storedReplies } from '#http/idempotency.ts'
import { createHttp } from '#http/server.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'
import type { RecordedEvent } from '#kernel/event.ts'
import { createPorts, type Ports } from '#kernel/port.ts'
import type { ForeignListener, Module, SetUp } from '#module'
import { authenticator, permissionList } from '#modules/identity/index.ts'
import { importFiles } from '#modules/imports/index.ts'
import { modules as builtIn } from '#modules/index.ts'
import { blobs } from '#modules/media/index.ts'
import { paymentProviders } from '#modules/payments/index.ts'
import type { Engine } from '#store/engine.ts'
import { createSqliteEngine } from '#store/sqlite/engine.ts'
import { createStore, type Store } from '#store/store.ts'
import { type Follower, followEvents } from '#work/follower.ts'
import { createWorker, type Worker } from '#work/worker.ts'
import { createLogger } from './logger.ts'

export interface App {
  readonly config: Config
  readonly http: FastifyInstance
  readonly store: Store
  readonly ports: Ports
  readonly worker: Worker
  readonly log: Log
  /** Runs work as the shop itself, in one unit of work. */
  run<R>(work: (ctx: Ctx) => Promise<R>): Promise<R>
  /** Begins background work: deliveries, jobs, schedules, and following other processes on the same store. */
  start(): Promise<void>
  /** Finishes requests and tasks under way, then lets go of the database. */
  close(): Promise<void>
}

export interface AppOptions {
  readonly modules?: readonly Module[]
  readonly engine?: Engine
  readonly clock?: Clock
  readonly logger?: FastifyBaseLogger
  /** Plugged in after the modules filled their ports: what a test or a plugin replaces. */
  readonly plug?: (ports: Ports) => void
}

const TASK_LEASE_MS = 10_000

/** Puts the shop together: the only place where everything meets. Nothing listens yet; call `http.listen`. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { modules = builtIn, clock = systemClock } = options
  const logger = options.logger ?? createLogger(config)
  const log = logger as unknown as Log
  const ports = createPorts()
  const store = await openStore(config, { modules, clock, engine: options.engine })
  const run = <R>(work: (ctx: Ctx) => Promise<R>) =>
    store.run('system', (unit) => work(createCtx(unit, { caller: systemCaller(), log, ports })))
  ports.fill(permissionList, new Map(modules.flatMap((module) => Object.entries(module.permissions ?? {}))))

  const ready: ReadyCheck[] = [{ name: 'store', problem: () => run(async () => null) }]
  const readyWhen = (check: ReadyCheck) => void ready.push(check)
  const listeners: ForeignListener[] = []
  const onForeignEvents = (listener: ForeignListener) => void listeners.push(listener)
  const setUp: SetUp = { config, clock, log, ports, store, run, readyWhen, onForeignEvents }
  for (const module of modules) await module.setUp?.(setUp)
  plugAdapters(config, ports)
  options.plug?.(ports)

  const worker = createWorker({
    store,
    ports,
    clock,
    log,
    handlers: handlersOf(modules),
    leaseMs: TASK_LEASE_MS,
  })
  const routes = modules.flatMap((module) => module.routes ?? [])
  const authenticate = ports.use(authenticator)
  const http = await createHttp({ config: config.http, logger, store, ports, routes, authenticate })
  registerHealth(http, ready)
  await registerDescription(http, routes)
  let follower: Follower | undefined
  return {
    config,
    http,
    store,
    ports,
    worker,
    log,
    run,
    async start() {
      await worker.start()
      follower = followEvents(store, { clock, log, onEvents: (events) => tell(listeners, events) })
    },
    async close() {
      await http.close()
      await follower?.stop()
      await worker.stop()
      await store.close()
    },
  }
}

/** The adapters that ship with the shop. */
function plugAdapters(config: Config, ports: Ports): void {
  ports.fill(blobs, createDiskBlobs({ dir: join(config.dataDir, 'media') }))
  ports.fill(importFiles, createDiskImportFiles({ dir: join(config.dataDir, 'imports') }))
  if (config.testPayments) ports.use(paymentProviders).set('test', createTestPayments(config))
}

async function openStore(
  config: Config,
  { modules, clock, engine }: { modules: readonly Module[]; clock: Clock; engine: Engine | undefined },
): Promise<Store> {
  const subscriptions = new Map<string, string[]>()
  for (const { type, name } of modules.flatMap((module) => module.subscribers ?? [])) {
    subscriptions.set(type, [...(subscriptions.get(type) ?? []), name])
  }
  const collections = [storedReplies, ...modules.flatMap((module) => module.collections ?? [])]
  return createStore({
    engine: engine ?? (await openEngine(config)),
    clock,
    collections,
    subscriptions,
    taskLeaseMs: TASK_LEASE_MS,
  })
}

async function openEngine({ dataDir }: Config): Promise<Engine> {
  await mkdir(dataDir, { recursive: true })
  return createSqliteEngine({ file: join(dataDir, 'marketsquare.db') })
}

async function tell(listeners: readonly ForeignListener[], events: readonly RecordedEvent[]): Promise<void> {
  for (const listener of listeners) await listener(events)
}

const handlersOf = (modules: readonly Module[]) => ({
  subscribers: modules.flatMap((module) => module.subscribers ?? []),
  jobs: modules.flatMap((module) => module.jobs ?? []),
  schedules: modules.flatMap((module) => module.schedules ?? []),
})
