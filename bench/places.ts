import { join } from 'node:path'
import type { StoreKind } from '../server/testing/open-store.ts'
import type { Cores } from './cores.ts'
import { type BenchDatabase, openDatabase } from './databases.ts'
import type { Options } from './options.ts'
import { type CountedFlow, countRoundTrips } from './round-trips.ts'
import { type MadeStore, prepareStore } from './stores.ts'

const SMALL = { products: 1_000, orders: 1_000 }
const TINY = { products: 60, orders: 10 }

export interface Bench {
  readonly options: Options
  readonly cores: Cores
  /** Of this run alone. */
  readonly dir: string
  /** Where a large store outlives the run. */
  readonly base: string
  readonly tell: (line: string) => void
}

/** A store that a shop is opened on. */
export interface Place {
  readonly name: string
  readonly title: string
  readonly store: MadeStore
  /** Where the engines are compared. */
  readonly database?: BenchDatabase
}

export type Stores = readonly Place[]

export async function makeStores(bench: Bench): Promise<Stores> {
  const { options, dir, base, tell } = bench
  if (options.stores) return makeOnEach(bench, options.stores)
  tell('Building the small store')
  const small = await prepareStore({ dir: join(dir, 'small'), ...SMALL }, { rebuild: true })
  const smallPlace = { name: 'small', title: 'The small store', store: small }
  if (!options.large) return [smallPlace]
  const { largeProducts: products, largeOrders: orders, rebuild } = options
  const place = join(base, 'marketsquare-bench-large')
  tell(`The large store, in ${place}; where there is none yet it is built, which takes minutes`)
  const large = await prepareStore({ dir: place, products, orders }, { rebuild })
  tell(`  it took ${large.manifest.builtInSeconds.toFixed(0)} s to build`)
  return [smallPlace, { name: 'large', title: 'The large store', store: large }]
}

/** The same small store on each engine; a tiny one where it is only for counting. */
async function makeOnEach({ dir, tell }: Bench, kinds: readonly StoreKind[]): Promise<Stores> {
  const places: Place[] = []
  for (const kind of kinds) {
    const database = await openDatabase(kind)
    const { title, url } = database
    tell(`Building the store on ${title}`)
    const sizes = database.isReal ? SMALL : TINY
    const store = await prepareStore({ dir: join(dir, kind), url, ...sizes }, { rebuild: true })
    places.push({ name: kind, title, store, database })
  }
  return places
}

/** Where engines are compared. */
export async function countAll({ tell }: Bench, places: Stores): Promise<CountedFlow[]> {
  const flows: CountedFlow[] = []
  for (const { title, store, database } of places) {
    if (!database) continue
    tell(`Counting round trips on ${title}`)
    flows.push(await countRoundTrips(title, store))
  }
  return flows
}
