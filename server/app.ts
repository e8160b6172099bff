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
import type { FigurePeers, Gauges } from '#http/metrics.ts'
import { createHttp } from '#http/server.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'
import { customFieldsOf } from '#kernel/custom-field.ts'
import type { FanOut } from '#kernel/fan-out.ts'
import { createPorts, type Ports } from '#kernel/port.ts'
import { sharedCounts } from '#kernel/shared-counts.ts'
import type { ForeignListener, Module, SetUp } from '#module'
import { auditModule, recordStaffAct } from '#modules/audit/index.ts'
import { productFields } from '#modules/catalog/index.ts'
import { authenticator, permissionList } from '#modules/identity/index.ts'
import { importFiles } from '#modules/imports/index.ts'
import { modules as builtIn } from '#modules/index.ts'
import { blobs } from '#modules/media/index.ts'
import { paymentProviders } from '#modules/payments/index.ts'
import { vault } from '#modules/second-factor/index.ts'
import { createSections, publicUrl, secretSeal, settingsSections } from '#modules/settings/index.ts'
import type { Engine } from '#store/engine.ts'
import { openEngine } from '#store/open.ts'
import { tasks } from '#store/outbox.ts'
import { createStore, type Store } from '#store/store.ts'
import { type Follower, followEvents } from '#work/follower.ts'
import { subscriptionsOf } from '#work/handlers.ts'
import { createWorker, type Worker } from '#work/worker.ts'
import { createLogger } from './logger.ts'
import { createOutbound } from './outbound/gate.ts'
import { outbound } from './outbound/port.ts'
import { registerPages } from './pages/register.ts'
import { openShared } from './shared.ts'

export interface App {
  readonly config: Config
  readonly http: FastifyInstance
  readonly store: Store
  readonly ports: Ports
  readonly worker: Worker
  readonly log: Log
  /** Runs work as the shop itself, in one unit of work. */
  run<R>(work: (ctx: Ctx) => Promise<R>): Promise<R>
  /** Begins what goes on in the background: the work, unless others do it, and following other processes. */
  start(): Promise<void>
  /** Finishes requests and tasks under way, then lets go of the database. */
  close(): Promise<void>
}

export interface AppOptions {
  readonly modules?: readonly Module[]
  readonly engine?: Engine
  readonly clock?: Clock
  readonly logger?: FastifyBaseLogger
  /** The other processes of this machine. */
  readonly peers?: FanOut & FigurePeers
  /** Plugged in after the modules filled their ports: what a test or a plugin replaces. */
  readonly plug?: (ports: Ports) => void
}

const TASK_LEASE_MS = 10_000

/** What a process is there for. */
const worksIn = ({ role }: Config) => role !== 'web'
const servesIn = ({ role }: Config) => role !== 'worker'

/** Puts the shop together: the only place where everything meets. Nothing listens yet; call `http.listen`. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { modules = builtIn, clock = systemClock } = options
  const logger = options.logger ?? createLogger(config)
  const log = logger as unknown as Log
  const ports = portsFor(modules)
  const shared = await openShared(config, { clock, log })
  const engine = shared.guard(options.engine ?? (await openEngine(config.database)))
  const store = await openStore(config, { modules, clock, engine })
  const run = <R>(work: (ctx: Ctx) => Promise<R>) =>
    store.run('system', (unit) => work(createCtx(unit, { caller: systemCaller(), log, ports })))
  const onForeignCommit = joinFanOuts(store, [shared.fanOut, ...(options.peers ? [options.peers] : [])])
  shared.fill(ports)
  ports.fill(outbound, createOutbound(config.outbound))

  const handlers = handlersOf(modules)
  // Before the modules begin: it has to see the tasks of their commits.
  const worker = createWorker({ store, ports, clock, log, handlers, leaseMs: TASK_LEASE_MS })
  const { ready, tellAll, open } = await setUpModules(modules, { config, clock, log, ports, store, run })
  plugAdapters(config, ports)
  shared.replace(ports)
  options.plug?.(ports)

  const routes = servesIn(config) ? modules.flatMap((module) => module.routes ?? []) : []
  const authenticate = ports.use(authenticator)
  const gauges = { ...gaugesOf(worker), ...shared.gauges }
  const http = await createHttp({
    config: config.http,
    logger,
    store,
    ports,
    routes,
    authenticate,
    publicUrl: config.publicUrl,
    sharedCounts: ports.use(sharedCounts),
    gauges,
    ...(options.peers && { figurePeers: options.peers }),
    ...(modules.includes(auditModule) && { onStaffAct: recordStaffAct }),
  })
  const readStore = { name: 'store', problem: () => run(readAnything) }
  registerHealth(http, [readStore, ...(servesIn(config) ? ready : []), ...shared.ready])
  if (servesIn(config)) {
    http.addHook('onReady', async () => open())
    registerDescription(http, routes)
    if (config.pages.mode !== 'off') {
      const origin = () => ports.use(publicUrl)
      registerPages(http, { pages: config.pages, routes, store, ports, log, authenticate, origin })
    }
  }
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
      if (worksIn(config)) await worker.start()
      const following = followEvents(store, { clock, log, onEvents: tellAll })
      follower = following
      onForeignCommit(() => {
        following.wake()
        worker.wake()
      })
    },
    async close() {
      await http.close()
      await follower?.stop()
      await worker.stop()
      shared.close()
      await store.close()
    },
  }
}

async function setUpModules(
  modules: readonly Module[],
  base: Omit<SetUp, 'readyWhen' | 'onForeignEvents' | 'onOpen'>,
): Promise<{ ready: ReadyCheck[]; tellAll: ForeignListener; open(): void }> {
  const ready: ReadyCheck[] = []
  const listeners: ForeignListener[] = []
  const openers: (() => void)[] = []
  const setUp: SetUp = {
    ...base,
    readyWhen: (check) => void ready.push(check),
    onForeignEvents: (listener) => void listeners.push(listener),
    onOpen: (begin) => void openers.push(begin),
  }
  for (const module of modules) await module.setUp?.(setUp)
  return {
    ready,
    open() {
      for (const begin of openers) begin()
    },
    async tellAll(events) {
      for (const listener of listeners) await listener(events)
    },
  }
}

/** Tells others of what is committed here. Answers how to hear of what is committed there. */
function joinFanOuts(store: Store, fanOuts: readonly FanOut[]): FanOut['onTold'] {
  store.onCommit((writes, events) => {
    const isNews =
      events.length > 0 || writes.some(({ op, collection }) => op === 'insert' && collection === tasks)
    if (isNews) for (const fanOut of fanOuts) fanOut.tell()
  })
  return (wake) => {
    store.engine.onForeignCommit?.(wake)
    for (const fanOut of fanOuts) fanOut.onTold(wake)
  }
}

/** Fails where the store cannot be read. */
const readAnything = async (ctx: Ctx): Promise<null> => {
  await ctx.find(tasks, 'byId', { limit: 1 })
  return null
}

const gaugesOf = (worker: Worker): Gauges => ({
  tasks_waiting: { help: 'Background tasks waiting in this process', read: () => worker.stats().waiting },
  tasks_running: { help: 'Background tasks under way', read: () => worker.stats().running },
  tasks_failed_total: { help: 'Tries of tasks that failed', read: () => worker.stats().failed },
  tasks_dead_total: { help: 'Tasks put on the dead-letter list', read: () => worker.stats().dead },
  tasks_lag_milliseconds: {
    help: 'How long the last task had waited',
    read: () => worker.stats().lagMs,
    together: 'max',
  },
})

/** Filled with what modules declare: permissions, what staff can set, fields of each other's documents. */
function portsFor(modules: readonly Module[]): Ports {
  const ports = createPorts()
  ports.fill(permissionList, new Map(modules.flatMap((module) => Object.entries(module.permissions ?? {}))))
  ports.fill(settingsSections, createSections(modules))
  ports.fill(productFields, customFieldsOf('product', modules))
  // By name, since the vault is opened only when its module is set up.
  ports.fill(secretSeal, {
    seal: (text, about) => ports.use(vault).seal(text, about),
    open: (sealed, about) => ports.use(vault).open(sealed, about),
  })
  return ports
}

/** The adapters that ship with the shop. */
function plugAdapters(config: Config, ports: Ports): void {
  ports.fill(blobs, createDiskBlobs({ dir: join(config.dataDir, 'media') }))
  ports.fill(importFiles, createDiskImportFiles({ dir: join(config.dataDir, 'imports') }))
  if (config.testPayments) ports.use(paymentProviders).set('test', createTestPayments(config))
}

async function openStore(
  config: Config,
  { modules, clock, engine }: { modules: readonly Module[]; clock: Clock; engine: Engine },
): Promise<Store> {
  const subscriptions = subscriptionsOf(modules.flatMap((module) => module.subscribers ?? []))
  const collections = [storedReplies, ...modules.flatMap((module) => module.collections ?? [])]
  // PostgreSQL keeps its indexes by itself, also those that the old processes know nothing of.
  const newIndexes = config.database.kind === 'postgres'
  return createStore({
    clock,
    engine,
    collections,
    subscriptions,
    taskLeaseMs: worksIn(config) ? TASK_LEASE_MS : 0,
    rollingUpgrade: config.rollingUpgrade ? { newIndexes } : undefined,
  })
}

const handlersOf = (modules: readonly Module[]) => ({
  subscribers: modules.flatMap((module) => module.subscribers ?? []),
  jobs: modules.flatMap((module) => module.jobs ?? []),
  schedules: modules.flatMap((module) => module.schedules ?? []),
})
