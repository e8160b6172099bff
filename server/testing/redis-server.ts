import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { until } from './until.ts'

/** What to give as `skip` to tests that need a Redis: why there is none, or false. */
export const NO_REDIS: string | false =
  spawnSync('redis-server', ['--version']).status === 0 ? false : 'there is no redis-server on PATH'

export interface RedisServer {
  /** As `REDIS_URL` has it. */
  readonly url: string
  /** To every server of it. */
  signal(signal: NodeJS.Signals): void
  /** Ends it without a word, and everything in it is lost. */
  kill(): Promise<void>
  /** Starts it again, at the same address. */
  start(): Promise<void>
  /** Everything that lies there, as text, by key. */
  dump(): Promise<ReadonlyMap<string, string>>
  stop(): Promise<void>
}

const SLOTS = 16_384
/** A port that was free may be taken by the time it is used. */
const TRIES = 3

export interface RedisOptions {
  /** One cluster of three, or of as many as `nodes` says. */
  readonly cluster?: boolean
  readonly nodes?: number
}

/** A real Redis on free ports of this machine, with nothing in it that outlives it. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  for (let tries = 1; ; tries++) {
    const server = await prepareRedis(options)
    try {
      await server.start()
      return server
    } catch (error) {
      await server.stop()
      if (tries === TRIES) throw error
    }
  }
}

async function prepareRedis({
  cluster = false,
  nodes = cluster ? 3 : 1,
}: RedisOptions): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'marketsquare-redis-'))
  const ports = await freePorts(2 * nodes)
  const places = Array.from({ length: nodes }, (_, at) => ({
    port: ports[2 * at] ?? 0,
    busPort: ports[2 * at + 1] ?? 0,
    cluster,
    dir,
  }))
  const urls = places.map(({ port }) => `redis://127.0.0.1:${port}`)
  let children: ChildProcess[] = []
  let isMade = false
  const running = () => children.filter((child) => child.exitCode === null && child.signalCode === null)
  const signal = (name: NodeJS.Signals) => running().forEach((child) => void child.kill(name))
  process.once('exit', () => signal('SIGKILL'))

  const everywhere = (...command: string[]) => Promise.all(urls.map((url) => ask(url, command)))
  const areAll = (command: string[], answer: string) => async () => {
    if (running().length < nodes) throw new Error('A redis-server ended before its time.')
    const answers = await everywhere(...command).catch(() => [''])
    return answers.every((each) => String(each).includes(answer))
  }
  async function kill(): Promise<void> {
    const ended = running().map((child) => once(child, 'exit'))
    signal('SIGKILL')
    await Promise.all(ended)
  }

  return {
    url: cluster && nodes === 1 ? `${urls[0]}?cluster=true` : urls.join(','),
    signal,
    kill,
    async start() {
      children = places.map(spawnServer)
      await until('each Redis answers', areAll(['PING'], 'PONG'))
      if (!cluster) return
      // Later they remember each other.
      if (!isMade) await makeCluster(places)
      isMade = true
      await until('the cluster is whole', areAll(['CLUSTER', 'INFO'], 'cluster_state:ok'))
    },
    dump: async () => new Map((await Promise.all(urls.map(dumpOf))).flat()),
    async stop() {
      await kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

interface Place {
  readonly port: number
  readonly busPort: number
  readonly cluster: boolean
  readonly dir: string
}

function spawnServer({ port, busPort, cluster, dir }: Place): ChildProcess {
  const settings = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    dir,
    logfile: '',
    loglevel: 'warning',
    ...(cluster && {
      'cluster-enabled': 'yes',
      'cluster-config-file': `nodes-${port}.conf`,
      'cluster-port': busPort,
      'cluster-announce-ip': '127.0.0.1',
      'cluster-node-timeout': 2_000,
    }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  return spawn('redis-server', args, { stdio: 'ignore' })
}

/** Makes one cluster of them, with the slots dealt out evenly. */
async function makeCluster(places: readonly Place[]): Promise<void> {
  const [first] = places
  for (const [at, { port, busPort }] of places.entries()) {
    const url = `redis://127.0.0.1:${port}`
    const share = [at, at + 1].map((each) => Math.floor((each * SLOTS) / places.length))
    await ask(url, ['CLUSTER', 'ADDSLOTSRANGE', `${share[0]}`, `${(share[1] ?? 0) - 1}`])
    await ask(url, ['CLUSTER', 'SET-CONFIG-EPOCH', `${at + 1}`])
    const meet = ['CLUSTER', 'MEET', '127.0.0.1', `${port}`, `${busPort}`]
    if (at > 0) await ask(`redis://127.0.0.1:${first?.port}`, meet)
  }
}

type Send = (...command: string[]) => Promise<unknown>

async function connected<R>(url: string, work: (send: Send) => Promise<R>): Promise<R> {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work((...command) => client.sendCommand(command))
  } finally {
    client.destroy()
  }
}

const ask = (url: string, command: readonly string[]) => connected(url, (send) => send(...command))

const dumpOf = (url: string): Promise<[string, string][]> =>
  connected(url, async (send) => {
    const keys = (await send('KEYS', '*')) as string[]
    return Promise.all(keys.map(async (key) => [key, String(await send('GET', key))]))
  })

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
