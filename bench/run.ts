import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeMachine } from './machine.ts'
import { type Bench, countAll, makeStores, type Stores } from './places.ts'
import { memoryOf } from './process-figures.ts'
import { nowUs, type Span } from './profile.ts'
import type { Findings, ShopFigures } from './report.ts'
import { type Row, runRounds } from './rounds.ts'
import { type Server, startServer } from './servers.ts'
import { openShop, type Shop, type StartTimes, timeStarts } from './shops.ts'
import { dataDirOf } from './store-manifest.ts'

/**
 * Builds the stores, times the starts, then loads every shop in turn. Answers what was found, and when
 * the load was.
 */
export async function runBench(bench: Bench): Promise<{ findings: Findings; loaded: Span }> {
  const { options, cores, dir } = bench
  const places = await makeStores(bench)
  const trips = await countAll(bench, places)
  // What stands in for a database has no speed worth measuring.
  const stores = places.filter(({ database }) => database?.isReal !== false)
  const machine = await describeMachine(dir)
  const starts = await timeAll(bench, stores)
  const shops = await openShops(bench, stores)
  const from = nowUs()
  const rows = await loadShops(bench, shops)
  const loaded = { from, to: nowUs() }
  const findings = {
    at: new Date().toISOString(),
    machine,
    cores: cores.note,
    seconds: options.seconds,
    rows,
    shops: shops.map((shop) => toFigures(shop, starts.byStore.get(shop.name))),
    firstStart: starts.first,
    trips,
    databases: places.flatMap(({ database }) => database?.note ?? []),
  }
  return { findings, loaded }
}

interface Starts {
  readonly byStore: ReadonlyMap<string, StartTimes | undefined>
  readonly first: StartTimes | undefined
}

async function timeAll({ options, cores, dir, tell }: Bench, stores: Stores): Promise<Starts> {
  const byStore = new Map<string, StartTimes | undefined>()
  const at = { core: cores.server, starts: options.starts }
  for (const { name, store } of stores) {
    tell(`Starting the ${name} shop, ${options.starts} times`)
    const place = { dataDir: dataDirOf(store.dir), url: store.url, seed: 'none' } as const
    byStore.set(name, await timeStarts({ ...at, ...place }))
  }
  const once = { ...at, starts: Math.min(1, options.starts), seed: 'demo' } as const
  return { byStore, first: await timeStarts({ ...once, dataDir: join(dir, 'first') }) }
}

async function openShops({ options, cores }: Bench, stores: Stores): Promise<Shop[]> {
  const shops: Shop[] = []
  for (const { name, title, store, database } of stores) {
    const init = { name, title, store, core: cores.server, profile: options.profile }
    shops.push(await openShop({ ...init, databaseCpuMs: database?.cpuMs }))
  }
  return shops
}

async function loadShops(bench: Bench, shops: readonly Shop[]): Promise<Row[]> {
  if (shops.length === 0) return []
  const { workloads, concurrencies, seconds } = bench.options
  const page = shops[0]?.page ?? ''
  const bare = await startBare(bench, page)
  const sameBytes = Buffer.byteLength(page)
  return runRounds({ bare, sameBytes, shops, workloads, concurrencies, seconds, tell: bench.tell })
}

async function startBare({ dir, cores }: Bench, page: string): Promise<Server> {
  const file = join(dir, 'same.json')
  await writeFile(file, page)
  const env = { BENCH_SAME: file, NODE_ENV: 'production' }
  const program = 'bench/bare-server.ts'
  return startServer({ program, nodeOptions: [], env, core: cores.server, path: '/' })
}

function toFigures({ name, title, pid, idle, store }: Shop, starts: StartTimes | undefined): ShopFigures {
  const { products, orders, flow } = store.manifest
  return { name, title, products, orders, flow, starts, idle, loaded: memoryOf(pid) }
}
