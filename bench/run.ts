import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cores } from './cores.ts'
import { describeMachine } from './machine.ts'
import type { Options } from './options.ts'
import { memoryOf } from './process-figures.ts'
import { nowUs, type Span } from './profile.ts'
import type { Findings, ShopFigures } from './report.ts'
import { type Row, runRounds } from './rounds.ts'
import { type Server, startServer } from './servers.ts'
import { openShop, type Shop, type StartTimes, timeStarts } from './shops.ts'
import { dataDirOf } from './store-manifest.ts'
import { type MadeStore, prepareStore } from './stores.ts'

const SMALL = { products: 1_000, orders: 1_000 }

export interface Bench {
  readonly options: Options
  readonly cores: Cores
  /** Of this run alone. */
  readonly dir: string
  /** Where a large store outlives the run. */
  readonly base: string
  readonly tell: (line: string) => void
}

/**
 * Builds the stores, times the starts, then loads every shop in turn. Answers what was found, and when
 * the load was.
 */
export async function runBench(bench: Bench): Promise<{ findings: Findings; loaded: Span }> {
  const { options, cores, dir } = bench
  const stores = await makeStores(bench)
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
  }
  return { findings, loaded }
}

type Stores = ReadonlyMap<string, MadeStore>

async function makeStores({ options, dir, base, tell }: Bench): Promise<Stores> {
  tell('Building the small store')
  const small = await prepareStore({ dir: join(dir, 'small'), ...SMALL }, { rebuild: true })
  if (!options.large) return new Map([['small', small]])
  const { largeProducts: products, largeOrders: orders, rebuild } = options
  const place = join(base, 'marketsquare-bench-large')
  tell(`The large store, in ${place}; where there is none yet it is built, which takes minutes`)
  const large = await prepareStore({ dir: place, products, orders }, { rebuild })
  tell(`  it took ${large.manifest.builtInSeconds.toFixed(0)} s to build`)
  return new Map([
    ['small', small],
    ['large', large],
  ])
}

interface Starts {
  readonly byStore: ReadonlyMap<string, StartTimes | undefined>
  readonly first: StartTimes | undefined
}

async function timeAll({ options, cores, dir, tell }: Bench, stores: Stores): Promise<Starts> {
  const byStore = new Map<string, StartTimes | undefined>()
  const at = { core: cores.server, starts: options.starts }
  for (const [name, store] of stores) {
    tell(`Starting the ${name} shop, ${options.starts} times`)
    byStore.set(name, await timeStarts(dataDirOf(store.dir), { ...at, seed: 'none' }))
  }
  const once = { ...at, starts: Math.min(1, options.starts), seed: 'demo' } as const
  return { byStore, first: await timeStarts(join(dir, 'first'), once) }
}

async function openShops({ options, cores }: Bench, stores: Stores): Promise<Shop[]> {
  const shops: Shop[] = []
  for (const [name, store] of stores) {
    shops.push(await openShop({ name, store, core: cores.server, profile: options.profile }))
  }
  return shops
}

async function loadShops(bench: Bench, shops: readonly Shop[]): Promise<Row[]> {
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

function toFigures({ name, pid, idle, store }: Shop, starts: StartTimes | undefined): ShopFigures {
  const { products, orders, flow } = store.manifest
  return { name, products, orders, flow, starts, idle, loaded: memoryOf(pid) }
}
