import { existsSync, statfsSync } from 'node:fs'
import { storedReplies } from '#http/idempotency.ts'
import { systemClock } from '#kernel/clock.ts'
import { modules } from '#modules/index.ts'
import { openEngine } from '#store/open.ts'
import { createStore } from '#store/store.ts'
import { NAME_IN_URL, type StoreEnv, type StoreKind } from './open-store.ts'

/** What all tests of one run keep their databases on. */
export interface StoreServer {
  /** What one has to know of it to judge a result. */
  readonly note: string
  /** By which `openTestStore` finds it. */
  readonly env: StoreEnv
  stop(): Promise<void>
}

/** Starts the database server for a run of the tests. SQLite needs none. */
export const startStoreServer = (kind: Exclude<StoreKind, 'sqlite'>): Promise<StoreServer> =>
  kind === 'postgres' ? onPostgres() : onMongo()

async function onPostgres(): Promise<StoreServer> {
  const { startPostgres } = await import('./postgres-server.ts')
  const parent = roomInMemory()
  const server = await startPostgres(parent === undefined ? {} : { parent })
  try {
    const template = await server.createDatabase()
    await prepareShop(template)
    const STORE_TEMPLATE = new URL(template).pathname.slice(1)
    const env = { STORE: 'postgres', STORE_URL: server.url(NAME_IN_URL), STORE_TEMPLATE }
    return { note: 'a real server', env, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}

const IN_MEMORY = '/dev/shm'
const ROOM_BYTES = 1.5 * 2 ** 30

/**
 * A database for each test means hundreds of files that are made and removed each time, and making one takes
 * ext4 a whole millisecond where many have been removed of late (it looks for an inode that has not). In
 * memory, where there is room, it takes a twentieth of that.
 */
function roomInMemory(): string | undefined {
  if (!existsSync(IN_MEMORY)) return undefined
  const { bavail, bsize } = statfsSync(IN_MEMORY)
  return bavail * bsize >= ROOM_BYTES ? IN_MEMORY : undefined
}

async function onMongo(): Promise<StoreServer> {
  const { startMongo } = await import('./mongo-server.ts')
  const server = await startMongo()
  const env = { STORE: 'mongodb', STORE_URL: server.url(NAME_IN_URL) }
  const why = server.real ? '' : ', as there is no mongod in MONGOD_BINARY or on the PATH'
  const note = `${server.name}${why}`
  return { note, env, stop: () => server.stop() }
}

/** Makes the tables that a shop has, so that each test's database can be a copy of them. */
async function prepareShop(url: string): Promise<void> {
  const store = await createStore({
    engine: await openEngine({ kind: 'postgres', url }),
    clock: systemClock,
    collections: [storedReplies, ...modules.flatMap((module) => module.collections ?? [])],
    subscriptions: new Map(),
  })
  await store.close()
}
