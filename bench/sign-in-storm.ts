import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopChildren } from './children.ts'
import { type Connection, openConnection, type Reply, toRequest } from './connection.ts'
import { takeCores } from './cores.ts'
import { drive } from './load.ts'
import { cpuMsOf } from './process-figures.ts'
import { type Server, startServer } from './servers.ts'

// What does a storm of wrong passwords leave of the product pages? Over HTTP, with the server on one core:
// as many pages as it can answer, with and without 50 wrong sign-ins a second beside them, by turns. Each
// sign-in is of another account and comes from another address, so that nothing but the cost of hashing is
// in its way.
//
//   node bench/sign-in-storm.ts [rounds]
//
// Compares pages per second of the server's CPU time, which on a single core is what decides; neighbours on
// the machine change it little. Prints the median of the rounds and fails where less than 80 % is left.

const STORM_PER_SECOND = 50
const MEASURED_S = 2
const WARM_UP_S = 1
const CALM_MS = 300
const CONCURRENCY = 16
const LEFT_MIN = 0.8

interface Storm {
  readonly replies: ReadonlyMap<number, number>
  stop(): Promise<void>
}

let sequence = 0

/** A wrong sign-in of nobody in particular, as it comes through a proxy from anywhere. */
function wrongSignIn(): string {
  const n = sequence++
  return toRequest({
    method: 'POST',
    path: '/api/login',
    headers: { 'x-forwarded-for': `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}` },
    body: { email: `nobody-${n}@example.com`, password: 'wrong horse battery' },
  })
}

/** So many a second, whether or not the ones before were answered. */
function startStorm(port: number): Storm {
  const replies = new Map<number, number>()
  const idle: Connection[] = []
  const pending = new Set<Promise<void>>()
  const attempt = async () => {
    const connection = idle.pop() ?? (await openConnection(port))
    const { status }: Reply = await connection.send(wrongSignIn())
    replies.set(status, (replies.get(status) ?? 0) + 1)
    idle.push(connection)
  }
  const timer = setInterval(() => {
    const sent = attempt().finally(() => pending.delete(sent))
    pending.add(sent)
  }, 1_000 / STORM_PER_SECOND)
  return {
    replies,
    async stop() {
      clearInterval(timer)
      await Promise.all(pending)
      for (const connection of idle) connection.close()
    },
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

interface Pages {
  readonly perSecond: number
  /** By the server's own CPU time, which neighbours on the machine change little. */
  readonly perCpuSecond: number
  readonly p99Ms: number
}

async function measure({ port, pid }: Server, request: string, seconds: number): Promise<Pages> {
  const before = cpuMsOf(pid) ?? 0
  const { count, elapsedMs, timesMs } = await drive({
    port,
    concurrency: CONCURRENCY,
    seconds,
    async step(connection) {
      const { status } = await connection.send(request)
      if (status !== 200) throw new Error(`A product page answered ${status}.`)
    },
  })
  const cpuMs = (cpuMsOf(pid) ?? 0) - before || elapsedMs
  const p99Ms = timesMs[Math.floor(timesMs.length * 0.99)] ?? 0
  return { perSecond: (count / elapsedMs) * 1_000, perCpuSecond: (count / cpuMs) * 1_000, p99Ms }
}

const toText = ({ perSecond, perCpuSecond, p99Ms }: Pages) =>
  `${perSecond.toFixed(0)} pages/s, ${perCpuSecond.toFixed(0)} per second of CPU, p99 ${p99Ms.toFixed(1)} ms`

async function main(rounds: number): Promise<boolean> {
  const cores = takeCores()
  console.log(cores.note)
  const dataDir = mkdtempSync(join(tmpdir(), 'marketsquare-storm-'))
  const env = {
    DATA_DIR: dataDir,
    SEED: 'demo',
    LOG_LEVEL: 'warn',
    TRUST_PROXY: 'true',
    NODE_ENV: 'production',
    PAGES: 'off',
  }
  const nodeOptions = ['--disable-warning=ExperimentalWarning']
  const server = await startServer({
    program: 'server/main.ts',
    env,
    core: cores.server,
    nodeOptions,
    path: '/readyz',
  })
  const connection = await openConnection(server.port)
  const list = await connection.send(toRequest({ method: 'GET', path: '/api/products?limit=1' }))
  const { handle } = JSON.parse(list.body.toString()).data[0]
  connection.close()
  const page = toRequest({ method: 'GET', path: `/api/products/${handle}` })
  const ratios: number[] = []
  try {
    await measure(server, page, WARM_UP_S)
    for (let round = 0; round < rounds; round++) {
      const calm = await measure(server, page, MEASURED_S)
      const storm = startStorm(server.port)
      await sleep(CALM_MS)
      const rough = await measure(server, page, MEASURED_S)
      await storm.stop()
      ratios.push(rough.perCpuSecond / calm.perCpuSecond)
      const answered = [...storm.replies].map(([status, count]) => `${count} × ${status}`).join(', ')
      console.log(`calm:  ${toText(calm)}\nstorm: ${toText(rough)}; sign-ins: ${answered}`)
      await sleep(CALM_MS)
    }
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  console.log(
    `In a storm of ${STORM_PER_SECOND} wrong passwords a second ${median(ratios).toFixed(2)} is left.`,
  )
  return median(ratios) >= LEFT_MIN
}

main(Number(process.argv[2] ?? 5))
  .then((enough) => {
    process.exitCode = enough ? 0 : 1
  })
  .finally(stopChildren)
