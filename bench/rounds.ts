import { type Connection, toRequest } from './connection.ts'
import { type Driven, drive } from './load.ts'
import type { WorkloadName } from './options.ts'
import { cpuMsOf } from './process-figures.ts'
import { type Server, settle } from './servers.ts'
import type { Shop } from './shops.ts'
import { apart, quantile } from './statistics.ts'

/** What one server did under one load. "Each" is a request, or a whole flow of them. */
export interface Measured {
  readonly count: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** The server's CPU time for each, with all that it did behind its replies. */
  readonly cpuMsEach: number | undefined
  /** The same of the database's server, where it has one and that can be seen. */
  readonly databaseCpuMsEach?: number | undefined
  /** How long the server still worked after the last reply. */
  readonly behindMs: number
  readonly clientBusy: number
}

/** The yardstick: bare Fastify, and bare Fastify with answers of the size of a product's page. */
export interface Yardstick {
  readonly hello: Measured
  readonly same: Measured
}

export interface Row {
  readonly shop: string
  readonly workload: WorkloadName
  readonly title: string
  readonly calls: number
  readonly concurrency: number
  readonly measured: Measured
  readonly before: Yardstick
  readonly after: Yardstick
}

const YARDSTICK_WARM_UP_S = 0.3
/** The yardstick is held twice for each measurement, so it is held for less long. */
const YARDSTICK_SHARE = 0.4

interface Round {
  readonly concurrency: number
  readonly seconds: number
  readonly warmUpS: number
  readonly step: (connection: Connection) => Promise<void>
}

type Loaded = Pick<Server, 'pid' | 'port'> & Pick<Partial<Shop>, 'databaseCpuMs'>

async function measure(server: Loaded, { warmUpS, ...load }: Round): Promise<Measured> {
  const { pid, port, databaseCpuMs = () => undefined } = server
  await drive({ ...load, port, seconds: warmUpS })
  await settle(pid)
  const [cpu, databaseCpu] = [cpuMsOf(pid), databaseCpuMs()]
  const driven = await drive({ ...load, port })
  const behindMs = await settle(pid)
  const each = (before: number | undefined, after: number | undefined) =>
    before === undefined || after === undefined ? undefined : (after - before) / driven.count
  return {
    ...toFigures(driven),
    cpuMsEach: each(cpu, cpuMsOf(pid)),
    databaseCpuMsEach: each(databaseCpu, databaseCpuMs()),
    behindMs,
  }
}

const toFigures = ({ count, elapsedMs, timesMs, clientBusy }: Driven) => ({
  count,
  perSecond: (count / elapsedMs) * 1_000,
  p50Ms: quantile(timesMs, 0.5),
  p99Ms: quantile(timesMs, 0.99),
  clientBusy,
})

const bareStep = (path: string, expected: (body: Buffer) => boolean) => {
  const request = toRequest({ method: 'GET', path })
  return async (connection: Connection): Promise<void> => {
    const { status, body } = await connection.send(request)
    if (status !== 200 || !expected(body)) throw new Error(`The bare server answers ${status} ${body}.`)
  }
}

export interface RoundsInit {
  readonly bare: Server
  /** The length of what `/same` answers. */
  readonly sameBytes: number
  readonly shops: readonly Shop[]
  readonly workloads: readonly WorkloadName[]
  readonly concurrencies: readonly number[]
  readonly seconds: number
  readonly tell: (line: string) => void
}

/**
 * Every workload on every shop, and before and after each of them the yardstick, because machines are
 * moody.
 */
export async function runRounds(init: RoundsInit): Promise<Row[]> {
  const { shops, workloads, concurrencies, tell } = init
  const rows: Row[] = []
  for (const concurrency of concurrencies) {
    let before = await holdYardstick(init, concurrency)
    for (const name of workloads) {
      for (const shop of shops) {
        const { title, calls, warmUpS, step } = shop.workloads[name]
        tell(`${concurrency} at once, ${shop.name}: ${title}`)
        const measured = await measure(shop, { step, concurrency, seconds: init.seconds, warmUpS })
        const after = await holdYardstick(init, concurrency)
        rows.push({ shop: shop.name, workload: name, title, calls, concurrency, measured, before, after })
        before = after
      }
    }
  }
  return rows
}

async function holdYardstick(
  { bare, sameBytes, seconds }: RoundsInit,
  concurrency: number,
): Promise<Yardstick> {
  const round = { concurrency, seconds: Math.max(1, seconds * YARDSTICK_SHARE), warmUpS: YARDSTICK_WARM_UP_S }
  const hello = bareStep('/', (body) => body.length === '{"hello":"world"}'.length)
  const same = bareStep('/same', (body) => body.length === sameBytes)
  return {
    hello: await measure(bare, { ...round, step: hello }),
    same: await measure(bare, { ...round, step: same }),
  }
}

/** How a row compares with the yardstick, each request for itself: 0.5 is half as fast. */
export interface Ratios {
  /** By rate, to bare Fastify: the headline. */
  readonly hello: number
  /** By rate, to bare Fastify with an answer as long as a product's page. */
  readonly same: number
  /** By the servers' CPU time, which other work on the machine disturbs least. */
  readonly cpu: number | undefined
  /** The yardsticks before and after differ so much that the ratios are doubtful. */
  readonly isDoubtful: boolean
}

const APART_MAX = 0.2
const mean = (a: number, b: number) => (a + b) / 2

export function ratiosOf({ measured, calls, before, after }: Row): Ratios {
  const rate = measured.perSecond * calls
  const { cpuMsEach } = measured
  const [cpuBefore, cpuAfter] = [before.hello.cpuMsEach, after.hello.cpuMsEach]
  const hasCpu = cpuMsEach !== undefined && cpuBefore !== undefined && cpuAfter !== undefined
  return {
    hello: rate / mean(before.hello.perSecond, after.hello.perSecond),
    same: rate / mean(before.same.perSecond, after.same.perSecond),
    cpu: hasCpu ? mean(cpuBefore, cpuAfter) / (cpuMsEach / calls) : undefined,
    isDoubtful: apart(before.hello.perSecond, after.hello.perSecond) > APART_MAX,
  }
}
