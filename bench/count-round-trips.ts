import { createApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import type { Engine } from '../server/store/engine.ts'
import { type Database, openEngine } from '../server/store/open.ts'
import { variantsAt } from './catalogue.ts'
import { checkOutAsGuest, DESTINATIONS, findShippingOptions, type Send } from './guest-checkout.ts'
import { sendInto, untilCalm } from './inside.ts'
import { createRandom, indexBelow, pickFrom } from './random.ts'
import type { Counted } from './round-trips.ts'
import { dataDirOf, type Manifest, OWNER, readManifest } from './store-manifest.ts'
import { createTally, type Tally, type Trips } from './tally.ts'

/** Before it is counted: what lies in memory in a shop that has been open for a while is to lie there. */
const FLOWS_BEFORE = 5
const FLOWS = 9

/**
 * Counts how often each call of a guest's checkout asks the database, in a shop that does nothing else:
 * `node bench/count-round-trips.ts DIRECTORY [DATABASE_URL]`. Prints JSON.
 */
async function main([dir = '', url = '']: readonly string[]): Promise<void> {
  const manifest = await readManifest(dir)
  if (!manifest) throw new Error(`There is no store of this bench in ${dir}.`)
  const env = { DATA_DIR: dataDirOf(dir), DATABASE_URL: url, SEED: 'none', LOG_LEVEL: 'warn' }
  const config = { ...readConfig({ ...env, NODE_ENV: 'production' }), admin: OWNER }
  const tally = createTally()
  const asked: string[] = []
  const engine = noting(await openCounted(config.database, tally), asked)
  // It is not started: no background work and no follower, only what the requests themselves ask.
  const app = await createApp(config, { engine })
  try {
    console.log(JSON.stringify(await countFlows(sendInto(app), { manifest, tally, asked })))
  } finally {
    await app.close()
  }
}

/** On SQLite what is counted are the calls of the engine, which never wait for a network. */
async function openCounted(database: Database, tally: Tally): Promise<Engine> {
  if (database.kind === 'sqlite') return counting(await openEngine(database), tally)
  if (database.kind === 'postgres') {
    await listenToPostgres(tally)
    return openEngine(database)
  }
  await listenToMongo(tally)
  const mark = database.url.includes('?') ? '&' : '?'
  return openEngine({ kind: 'mongodb', url: `${database.url}${mark}monitorCommands=true` })
}

function counting(engine: Engine, { begin }: Tally): Engine {
  const counted =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      const end = begin()
      return call(...args).finally(end)
    }
  return { ...engine, get: counted(engine.get), find: counted(engine.find), commit: counted(engine.commit) }
}

/** Writes down what the shop asks of the engine, for whoever wants to ask less. */
function noting(engine: Engine, asked: string[]): Engine {
  return {
    ...engine,
    get(collection, ids) {
      asked.push(`get ${collection.name}`)
      return engine.get(collection, ids)
    },
    find(collection, query) {
      asked.push(`find ${collection.name} ${query.index}`)
      return engine.find(collection, query)
    },
    commit(writes) {
      asked.push(`commit ${writes.map(({ op, collection }) => `${op} ${collection.name}`).join(', ')}`)
      return engine.commit(writes)
    },
  }
}

/** Each query is one message there, and one `ReadyForQuery` back. */
async function listenToPostgres({ begin }: Tally): Promise<void> {
  const { Client } = (await import('pg')).default
  const prototype = Client.prototype as unknown as { query(...args: unknown[]): unknown }
  const { query } = prototype
  const waiting = new WeakMap<object, (() => void)[]>()
  prototype.query = function (this: { connection: NodeJS.EventEmitter }, ...args) {
    let ends = waiting.get(this)
    if (!ends) {
      const own: (() => void)[] = []
      this.connection.on('readyForQuery', () => own.shift()?.())
      waiting.set(this, own)
      ends = own
    }
    ends.push(begin())
    return query.apply(this, args)
  }
}

const OF_THE_CONNECTION = new Set(['hello', 'ismaster', 'saslStart', 'saslContinue', 'endSessions', 'ping'])

/** By the driver's own monitoring of commands, which its clients tell their listeners of. */
async function listenToMongo({ begin }: Tally): Promise<void> {
  const { MongoClient } = await import('mongodb')
  const prototype = MongoClient.prototype as unknown as { emit(...args: unknown[]): boolean }
  const { emit } = prototype
  const underWay = new Map<string, () => void>()
  prototype.emit = function (name, ...args) {
    const event = args[0] as {
      requestId: number
      connectionId: unknown
      address: string
      commandName: string
    }
    const key = `${event?.address} ${event?.connectionId} ${event?.requestId}`
    if (name === 'commandStarted' && !OF_THE_CONNECTION.has(event.commandName)) underWay.set(key, begin())
    if (name === 'commandSucceeded' || name === 'commandFailed') {
      underWay.get(key)?.()
      underWay.delete(key)
    }
    return emit.call(this, name, ...args)
  }
}

const CALLS = ['open the cart', 'a line', 'another line', 'address', 'coupon', 'shipping option', 'checkout']

interface Counting {
  readonly manifest: Manifest
  readonly tally: Tally
  readonly asked: string[]
}

/** Each flow buys other things, so that most have to be looked up. */
async function countFlows(send: Send, { manifest, tally, asked }: Counting): Promise<Counted[]> {
  const random = createRandom(6)
  const wanted = (quantity: number) => {
    const n = indexBelow(manifest.products, random)
    const { price, weightGrams } = pickFrom(variantsAt(n), 0)
    return { variantId: pickFrom(pickFrom(manifest.variantIds, n), 0), price, weightGrams, quantity }
  }
  await untilCalm(send)
  const options = await findShippingOptions(send, wanted(1))
  const most: Counted[] = []
  for (let flow = 0; flow < FLOWS_BEFORE + FLOWS; flow++) {
    let at = 0
    const counted: Send = async (ask) => {
      await untilCalm(send)
      asked.length = 0
      const { result, trips } = await tally.count(() => send(ask))
      if (flow >= FLOWS_BEFORE) keepMost(most, at, { ...trips, asked: [...asked] })
      at += 1
      return result
    }
    const destination = pickFrom(DESTINATIONS, flow % DESTINATIONS.length)
    await checkOutAsGuest(counted, {
      email: `counted-${process.pid}-${flow}@example.com`,
      lines: [wanted(1), wanted(2)],
      destination,
      shippingOptionId: options.get(destination.countryCode) ?? '',
    })
  }
  return most
}

function keepMost(most: Counted[], at: number, trips: Trips & { asked: readonly string[] }): void {
  const before = most[at]
  const isMore = !before || trips.waits > before.waits || trips.statements > before.statements
  if (isMore) most[at] = { call: CALLS[at] ?? `call ${at + 1}`, ...trips }
}

await main(process.argv.slice(2))
