import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openConnection } from './connection.ts'
import type { WorkloadName } from './options.ts'
import { type Memory, memoryOf } from './process-figures.ts'
import { type Server, settle, startServer, waitFor } from './servers.ts'
import { median } from './statistics.ts'
import { dataDirOf } from './store-manifest.ts'
import type { MadeStore } from './stores.ts'
import { createWorkloads, lookAround, sendOver, type Workload } from './workloads.ts'

/** A running shop that can be loaded. */
export interface Shop extends Server {
  readonly name: string
  readonly title: string
  readonly store: MadeStore
  readonly workloads: Readonly<Record<WorkloadName, Workload>>
  /** After its start, before anything was asked of it. */
  readonly idle: Memory | undefined
  /** The text of a product's page. */
  readonly page: string
  /** CPU time of its database's server so far. */
  readonly databaseCpuMs: (() => number | undefined) | undefined
}

export const RESULTS = join(import.meta.dirname, 'results')
const FIRST_PAGE = '/api/products'
const REST_MS = 2_000

/**
 * As it would run in production, with the limits it has by default; requests from its own machine are not
 * counted.
 */
const shopEnv = ({ dataDir, url, seed }: Place) => ({
  DATA_DIR: dataDir,
  ...(url !== undefined && { DATABASE_URL: url }),
  SEED: seed,
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  PAGES: 'off',
})

interface Place {
  readonly dataDir: string
  readonly url?: string | undefined
  readonly seed: 'demo' | 'none'
}

/** What `npm start` runs, with the options of Node that stand there, and with more of them. */
function shopProgram(more: readonly string[] = []) {
  const file = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  const { start } = (JSON.parse(file) as { scripts: { start: string } }).scripts
  const [node, ...args] = start.split(' ')
  const program = args.pop()
  if (node !== 'node' || program === undefined || !/\.[jt]s$/.test(program))
    throw new Error(`This is no way to start the shop: ${start}`)
  return { program, nodeOptions: [...args, ...more] }
}

export interface ShopInit {
  readonly name: string
  readonly title: string
  readonly store: MadeStore
  readonly core: number | undefined
  readonly profile: boolean
  readonly databaseCpuMs?: (() => number | undefined) | undefined
}

/** Where the CPU profiles of a shop are written, one file for each of its threads. */
export const profileDirOf = (name: string): string => join(RESULTS, `profile-${name}`)

export async function openShop(init: ShopInit): Promise<Shop> {
  const { name, title, store, core, profile, databaseCpuMs } = init
  const profiled = profile ? ['--cpu-prof', `--cpu-prof-dir=${profileDirOf(name)}`] : []
  const env = shopEnv({ dataDir: dataDirOf(store.dir), url: store.url, seed: 'none' })
  const server = await startServer({ ...shopProgram(profiled), env, core, path: FIRST_PAGE })
  try {
    await waitFor(server.port, '/readyz')
    await settle(server.pid)
    await sleep(REST_MS)
    const idle = memoryOf(server.pid)
    const connection = await openConnection(server.port)
    const workloads = createWorkloads(await lookAround(connection, store.manifest))
    const reply = await sendOver(connection)({ method: 'GET', path: `${FIRST_PAGE}?limit=1` })
    const page = JSON.stringify((JSON.parse(reply.body.toString()) as { data: object[] }).data[0])
    connection.close()
    return { ...server, name, title, store, workloads, idle, page, databaseCpuMs }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** From the start of the process to the first answer, in ms. */
export interface StartTimes {
  readonly firstReplyMs: number
  /** Until the search index is complete too. */
  readonly readyMs: number
}

/** The median of so many starts, each on the store as it lies there. */
export async function timeStarts(at: StartInit): Promise<StartTimes | undefined> {
  const times: StartTimes[] = []
  for (let n = 0; n < at.starts; n++) times.push(await timeStart(at))
  if (times.length === 0) return undefined
  return {
    firstReplyMs: median(times.map((time) => time.firstReplyMs)),
    readyMs: median(times.map((time) => time.readyMs)),
  }
}

interface StartInit extends Place {
  readonly starts: number
  readonly core: number | undefined
}

async function timeStart({ core, ...place }: StartInit): Promise<StartTimes> {
  const env = shopEnv(place)
  const server = await startServer({ ...shopProgram(), env, core, path: FIRST_PAGE })
  try {
    return { firstReplyMs: server.startMs, readyMs: server.startMs + (await waitFor(server.port, '/readyz')) }
  } finally {
    await server.stop()
  }
}
