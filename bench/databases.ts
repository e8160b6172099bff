import type { StoreKind } from '../server/testing/open-store.ts'
import { cpuMsOfTree, parentOf } from './process-figures.ts'

/** Where the shop of one engine keeps its documents while it is measured. */
export interface BenchDatabase {
  readonly kind: StoreKind
  readonly title: string
  /** Nothing for SQLite: a file beside the shop. */
  readonly url: string | undefined
  /** A stand-in for the real thing has no speed worth measuring, but is asked as often as that. */
  readonly isReal: boolean
  /** How it was set up, for the reader of its figures. */
  readonly note: string
  /** CPU time of the server and all that it started; undefined where that cannot be seen. */
  cpuMs(): number | undefined
  stop(): Promise<void>
}

const running: BenchDatabase[] = []

/** Starts the server of an engine, on this machine, as it would be set up to keep what it was given. */
export async function openDatabase(kind: StoreKind): Promise<BenchDatabase> {
  const open = { sqlite: () => SQLITE, postgres: openPostgres, mongodb: openMongo }[kind]
  const database = await open()
  running.push(database)
  return database
}

/** After the shops on them. */
export async function stopDatabases(): Promise<void> {
  await Promise.all(running.splice(0).map((database) => database.stop()))
}

const SQLITE: BenchDatabase = {
  kind: 'sqlite',
  title: 'SQLite',
  url: undefined,
  isReal: true,
  note: 'SQLite: synchronous=FULL, in the process of the shop.',
  cpuMs: () => undefined,
  stop: async () => {},
}

async function openPostgres(): Promise<BenchDatabase> {
  const { startPostgres } = await import('../server/testing/postgres-server.ts')
  const server = await startPostgres({ durable: true })
  try {
    const url = await server.createDatabase()
    const { version, pid } = await lookAtPostgres(url)
    return {
      kind: 'postgres',
      title: 'PostgreSQL',
      url,
      isReal: true,
      note: `PostgreSQL ${version}: fsync and synchronous_commit on, over TCP on this machine, on the client's CPU.`,
      cpuMs: () => (pid === undefined ? undefined : cpuMsOfTree(pid)),
      stop: () => server.stop(),
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Its version, and the process that all others of it come from: the parent of the one that answers here. */
async function lookAtPostgres(url: string): Promise<{ version: string; pid: number | undefined }> {
  const { Client } = (await import('pg')).default
  const client = new Client(url)
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid,
        current_setting('fsync') = 'on' AND current_setting('synchronous_commit') = 'on' AS durable`,
    )
    const [{ version, pid, durable }] = rows
    if (!durable)
      throw new Error('This PostgreSQL does not wait for the disk: its figures would mean nothing.')
    return { version, pid: parentOf(pid) }
  } finally {
    await client.end()
  }
}

async function openMongo(): Promise<BenchDatabase> {
  const { startMongo } = await import('../server/testing/mongo-server.ts')
  const server = await startMongo()
  const note = server.real
    ? `${server.name} on this machine, majority writes, on the client's CPU.`
    : 'MongoDB was left out: there is no mongod in MONGOD_BINARY or on the PATH. How often it is asked was ' +
      'counted on a stand-in that speaks its protocol.'
  return {
    kind: 'mongodb',
    title: server.real ? 'MongoDB' : 'MongoDB (stand-in)',
    url: server.url('bench'),
    isReal: server.real,
    note,
    cpuMs: () => undefined,
    stop: () => server.stop(),
  }
}
