import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { startMongoStandIn } from './mongo-stand-in/server.ts'

/** A MongoDB for tests: a real replica set where there is a `mongod`, else one that only speaks like it. */
export interface MongoServer {
  url(databaseName: string): string
  stop(): Promise<void>
  readonly real: boolean
  /** For the output of tests: which one it is. */
  readonly name: string
  /** The primary lays its role down for some seconds. */
  stepDown(): Promise<void>
  /** Kills the primary without warning and starts it again, to join the others. Real ones only. */
  killPrimary?(): Promise<void>
}

/** `MONGOD_BINARY`, or the `mongod` on the PATH; undefined where there is none. */
function findMongod(): string | undefined {
  const { MONGOD_BINARY, PATH = '' } = process.env
  if (MONGOD_BINARY) return MONGOD_BINARY
  return PATH.split(delimiter)
    .map((folder) => join(folder, 'mongod'))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export async function startMongo(): Promise<MongoServer> {
  const mongod = findMongod()
  return mongod ? startReplicaSet(mongod) : startInstead()
}

const STAND_IN_PAUSE_MS = 2_000
/**
 * A transaction whose process was killed keeps its documents locked until then: a minute, where nobody says
 * otherwise. No commit of the shop takes longer than this.
 */
const TRANSACTION_SECONDS = 10

async function startInstead(): Promise<MongoServer> {
  const { url, stop, stepDown } = await startMongoStandIn({
    transactionLifetimeMs: TRANSACTION_SECONDS * 1_000,
  })
  return {
    url,
    stop,
    real: false,
    name: 'a stand-in for MongoDB 8',
    stepDown: async () => stepDown(STAND_IN_PAUSE_MS),
  }
}

const MEMBERS = 3
const SET_NAME = 'tests'
const HOST = '127.0.0.1'
const CACHE_GB = '0.25'
const STEP_DOWN_SECONDS = 10
const ELECTION_MS = 2_000
const START_MS = 60_000
const PAUSE_MS = 100

interface Member {
  readonly port: number
  readonly folder: string
  process: ChildProcess
}

async function startReplicaSet(mongod: string): Promise<MongoServer> {
  const root = await mkdtemp(join(tmpdir(), 'marketsquare-mongo-'))
  const members: Member[] = []
  const stop = async () => {
    await Promise.all(members.map(({ process: child }) => end(child)))
    await rm(root, { recursive: true, force: true })
  }
  try {
    for (const port of await freePorts(MEMBERS)) {
      const folder = join(root, String(port))
      await mkdir(folder)
      members.push({ port, folder, process: run(mongod, { port, folder }) })
    }
    await initiate(members)
    const hosts = members.map(({ port }) => `${HOST}:${port}`).join(',')
    const url = (name: string) => `mongodb://${hosts}/${name}?replicaSet=${SET_NAME}`
    const version = await withClient(url('admin'), (client) => versionOf(client))
    return {
      url,
      stop,
      real: true,
      name: `MongoDB ${version}, a replica set of ${MEMBERS}`,
      stepDown: () => withClient(url('admin'), stepDownPrimary),
      killPrimary: () => withClient(url('admin'), (client) => killPrimary(client, members, mongod)),
    }
  } catch (error) {
    const logs = await Promise.all(members.map(({ folder }) => tailOf(join(folder, 'log'))))
    await stop()
    throw new Error(`${mongod} does not start as a replica set:\n${logs.join('\n')}`, { cause: error })
  }
}

function run(mongod: string, { port, folder }: { port: number; folder: string }): ChildProcess {
  const flags = ['--replSet', SET_NAME, '--bind_ip', HOST, '--port', String(port), '--dbpath', folder]
  const lifetime = ['--setParameter', `transactionLifetimeLimitSeconds=${TRANSACTION_SECONDS}`]
  const limits = [...lifetime, '--wiredTigerCacheSizeGB', CACHE_GB, '--oplogSize', '128', '--nounixsocket']
  const child = spawn(mongod, [...flags, ...limits, '--logpath', join(folder, 'log'), '--logappend'], {
    stdio: 'ignore',
  })
  // One that cannot be started at all has no exit either.
  child.on('error', () => child.emit('exit', null, null))
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** All are held at once, so that none is given twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, HOST))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

async function withClient<T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: START_MS })
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

async function initiate(members: readonly Member[]): Promise<void> {
  const [first] = members as [Member]
  const config = {
    _id: SET_NAME,
    members: members.map(({ port }, _id) => ({ _id, host: `${HOST}:${port}` })),
    settings: { electionTimeoutMillis: ELECTION_MS },
  }
  const exited = Promise.race(
    members.map(({ process: child }) =>
      once(child, 'exit').then(([code]) => {
        throw new Error(`A member ended with ${code}.`)
      }),
    ),
  )
  const ready = withClient(`mongodb://${HOST}:${first.port}/?directConnection=true`, async (client) => {
    // A client that waits for somebody who is gone keeps the process alive.
    exited.catch(() => client.close())
    await client.db('admin').command({ replSetInitiate: config })
    await untilPrimary(client)
  })
  await Promise.race([ready, exited])
}

async function untilPrimary(client: MongoClient): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += PAUSE_MS) {
    const { primary } = await client.db('admin').command({ hello: 1 })
    if (primary) return
    await pause(PAUSE_MS)
  }
  throw new Error('The replica set has elected no primary.')
}

async function versionOf(client: MongoClient): Promise<string> {
  const { version } = await client.db('admin').command({ buildInfo: 1 })
  return String(version)
}

async function stepDownPrimary(client: MongoClient): Promise<void> {
  await client.db('admin').command({ replSetStepDown: STEP_DOWN_SECONDS, secondaryCatchUpPeriodSecs: 5 })
}

async function killPrimary(client: MongoClient, members: readonly Member[], mongod: string): Promise<void> {
  const { me } = await client.db('admin').command({ hello: 1 })
  const primary = members.find(({ port }) => me === `${HOST}:${port}`)
  if (!primary) throw new Error(`None of the members is the primary ${me}.`)
  await end(primary.process)
  primary.process = run(mongod, primary)
}

async function tailOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').slice(-20).join('\n')
}
