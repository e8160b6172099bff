import { enginesTable } from './engines-table.ts'
import type { Machine } from './machine.ts'
import type { Memory } from './process-figures.ts'
import { type CountedFlow, tripsTable } from './round-trips.ts'
import { type Row, ratiosOf } from './rounds.ts'
import type { StartTimes } from './shops.ts'
import type { FlowCommits } from './store-manifest.ts'
import { figure, type Table } from './table.ts'

/** All that one run found out: the JSON is this, with the ratios beside each row. */
export interface Findings {
  readonly at: string
  readonly machine: Machine
  readonly cores: string
  readonly seconds: number
  readonly rows: readonly Row[]
  readonly shops: readonly ShopFigures[]
  /** A first start, into an empty store that is filled with the demo shop. */
  readonly firstStart: StartTimes | undefined
  /** How often a checkout asks the database, where engines are compared. */
  readonly trips: readonly CountedFlow[]
  /** What one has to know of the databases, likewise. */
  readonly databases: readonly string[]
}

export interface ShopFigures {
  readonly name: string
  readonly title: string
  readonly products: number
  readonly orders: number
  readonly starts: StartTimes | undefined
  readonly idle: Memory | undefined
  readonly loaded: Memory | undefined
  readonly flow: FlowCommits
}

export interface Section {
  readonly title: string
  readonly table: Table
}

export const toJson = (findings: Findings): string =>
  `${JSON.stringify({ ...findings, rows: findings.rows.map((row) => ({ ...row, ratios: ratiosOf(row) })) }, null, 2)}\n`

export function toSections(findings: Findings): Section[] {
  const { rows, shops, trips } = findings
  const sections = shops.map(({ name, title, products, orders }) => ({
    title: `${title}: ${figure(products)} products × 4 variants, ${figure(orders)} orders`,
    table: loadTable(rows.filter((row) => row.shop === name)),
  }))
  const compared = compareTable(rows)
  return [
    ...sections,
    { title: 'The engines side by side', table: enginesTable(rows, trips.length > 0 ? shops : []) },
    ...(trips.length > 0
      ? [{ title: "A guest's checkout: what the database is asked, for each call", table: tripsTable(trips) }]
      : []),
    ...(compared.rows.length > 0 ? [{ title: 'Large against small', table: compared }] : []),
    { title: 'The yardstick: bare Fastify', table: yardstickTable(rows) },
    { title: 'Memory and start', table: shopTable(findings) },
  ].filter(({ table }) => table.rows.length > 0)
}

const loadTable = (rows: readonly Row[]): Table => ({
  head: [
    '',
    'at once',
    'per second',
    'p50 ms',
    'p99 ms',
    '× bare',
    '× same size',
    'CPU ms',
    '× bare by CPU',
    ...databaseCpu(rows, () => 'database CPU ms'),
  ],
  rows: rows.map((row) => {
    const { measured, title, concurrency } = row
    const { hello, same, cpu, isDoubtful } = ratiosOf(row)
    return [
      title,
      String(concurrency),
      figure(measured.perSecond),
      figure(measured.p50Ms),
      figure(measured.p99Ms),
      `${isDoubtful ? '~' : ''}${figure(hello)}`,
      figure(same),
      figure(measured.cpuMsEach),
      figure(cpu),
      ...databaseCpu(rows, () => figure(measured.databaseCpuMsEach)),
    ]
  }),
})

/** A column only where a database has a process of its own that can be seen. */
const databaseCpu = (rows: readonly Row[], cell: () => string): string[] =>
  rows.some(({ measured }) => measured.databaseCpuMsEach !== undefined) ? [cell()] : []

/** By time for each: 1.3 is three tenths slower. */
function compareTable(rows: readonly Row[]): Table {
  const over = (large: number | undefined, small: number | undefined) =>
    large === undefined || small === undefined ? undefined : large / small
  const compared = rows.flatMap((large) => {
    const { workload, concurrency } = large
    if (large.shop !== 'large') return []
    const small = rows.find(
      (row) => row.shop === 'small' && row.workload === workload && row.concurrency === concurrency,
    )
    if (!small) return []
    const [there, here] = [large.measured, small.measured]
    return [
      [
        large.title,
        String(concurrency),
        figure(here.perSecond),
        figure(there.perSecond),
        // Each against its own yardstick: the machine may have been faster during the one than during the
        // other.
        figure(ratiosOf(small).hello / ratiosOf(large).hello),
        figure(over(there.cpuMsEach, here.cpuMsEach)),
        figure(over(there.p99Ms, here.p99Ms)),
      ],
    ]
  })
  const head = [
    '',
    'at once',
    'small /s',
    'large /s',
    'time large ÷ small',
    'CPU large ÷ small',
    'p99 large ÷ small',
  ]
  return { head, rows: compared }
}

function yardstickTable(rows: readonly Row[]): Table {
  const line = (concurrency: number, name: 'hello' | 'same', title: string) => {
    const held = rows.filter((row) => row.concurrency === concurrency).map((row) => row.after[name])
    const range = (values: readonly number[]) =>
      `${figure(Math.min(...values))} – ${figure(Math.max(...values))}`
    return [
      title,
      String(concurrency),
      range(held.map((each) => each.perSecond)),
      range(held.map((each) => each.p99Ms)),
      range(held.map((each) => each.cpuMsEach ?? Number.NaN)),
      range(held.map((each) => each.clientBusy * 100)),
    ]
  }
  const concurrencies = [...new Set(rows.map((row) => row.concurrency))]
  return {
    head: ['', 'at once', 'per second', 'p99 ms', 'CPU ms', 'client busy %'],
    rows: concurrencies.flatMap((concurrency) => [
      line(concurrency, 'hello', '{"hello":"world"}: × bare'),
      line(concurrency, 'same', "a product page's size: × same size"),
    ]),
  }
}

function shopTable({ shops, firstStart }: Findings): Table {
  const line = (title: string, value: (shop: ShopFigures) => number | undefined) => [
    title,
    ...shops.map((shop) => figure(value(shop))),
  ]
  const first = (ms: number | undefined) => ['first start, demo shop seeded: first reply, ms', figure(ms)]
  return {
    head: ['', ...shops.map((shop) => shop.name)],
    rows: [
      line('memory (RSS) after start, MB', ({ idle }) => idle?.rssMb),
      line('memory (RSS) after load, MB', ({ loaded }) => loaded?.rssMb),
      line('memory (RSS) at most, MB', ({ loaded }) => loaded?.peakMb),
      line('start to first reply, ms', ({ starts }) => starts?.firstReplyMs),
      line('start to complete search index, ms', ({ starts }) => starts?.readyMs),
      ...(firstStart ? [[...first(firstStart.firstReplyMs), ...shops.slice(1).map(() => '')]] : []),
      line('commits for one guest checkout', ({ flow }) => flow.commits),
      line('… of them behind the replies', ({ flow }) => flow.behind),
    ],
  }
}

const CLIENT_BUSY_MAX = 0.95
const BEHIND_SHARE_MAX = 0.05

/** What a reader must know before believing the figures. */
export function toNotes({ machine, cores, seconds, rows, databases, trips }: Findings): string[] {
  const { disk } = machine
  const of = (row: Row) => `${row.title} (${row.shop}, ${row.concurrency} at once)`
  const notes = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB; ${machine.system}; Node ${machine.node}. ${cores}`,
    `Commits are durable (synchronous=FULL); one fsync of 4 KiB takes ${figure(disk.syncMs)} ms here.`,
    `${seconds} s for each figure. "× bare" is requests per second against a bare Fastify route that answers ` +
      '{"hello":"world"}, measured before and after with the same client; a flow counts as its calls. ' +
      '"By CPU" compares the servers\' CPU time for each request instead.',
  ]
  notes.push(...databases)
  if (trips.length > 0) {
    notes.push(
      'What the database is asked: at most of nine checkouts, one after the other, in a shop that does nothing ' +
        'else. "Sent" is all that is sent to it; "waits" is how often the call stands still until an answer is ' +
        'there, as what is under way together is waited for once. On SQLite, which is asked without a network, ' +
        'the calls of the engine.',
    )
  }
  if (disk.inMemory)
    notes.push(`${disk.dir} IS IN MEMORY: an fsync there costs nothing. Set BENCH_DIR to a disk.`)
  const doubtful = rows.filter((row) => ratiosOf(row).isDoubtful)
  if (doubtful.length > 0) {
    notes.push(
      `~ In ${doubtful.length} of ${rows.length} rows the yardsticks before and after differ by over 20 %: something ` +
        'else was running. Believe the CPU times, or measure again.',
    )
  }
  for (const row of rows) {
    const { clientBusy, behindMs } = row.measured
    if (clientBusy > CLIENT_BUSY_MAX)
      notes.push(`${of(row)}: the client was at its limit; the shop may be faster.`)
    if (behindMs > seconds * 1_000 * BEHIND_SHARE_MAX)
      notes.push(`${of(row)}: the shop worked ${figure(behindMs)} ms longer than it was asked to.`)
  }
  return notes
}
