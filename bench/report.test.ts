import assert from 'node:assert/strict'
import test from 'node:test'
import { chooseCores, parseCpuList } from './cores.ts'
import { enginesTable } from './engines-table.ts'
import { readOptions } from './options.ts'
import { toHotSpots } from './profile.ts'
import type { ShopFigures } from './report.ts'
import { tripsTable } from './round-trips.ts'
import { type Measured, type Row, ratiosOf } from './rounds.ts'
import { apart, median, quantile } from './statistics.ts'
import { figure, toMarkdown, toText } from './table.ts'

test('quantiles are by the nearest rank', () => {
  const sorted = Array.from({ length: 100 }, (_, at) => at + 1)
  assert.deepEqual([quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1)], [50, 99, 100])
  assert.deepEqual([quantile([7], 0.01), quantile([7], 0.99)], [7, 7])
  assert.ok(Number.isNaN(quantile([], 0.5)))
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(apart(120, 100), 0.2)
})

test('a table lines up in the terminal and is a table in Markdown', () => {
  const table = {
    head: ['', 'per second'],
    rows: [
      ['list', '12'],
      ['page|s', '1,234'],
    ],
  }
  assert.equal(
    toText(table),
    ['        per second', '------  ----------', 'list            12', 'page|s       1,234'].join('\n'),
  )
  assert.equal(toMarkdown(table), '|  | per second |\n|---|---:|\n| list | 12 |\n| page\\|s | 1,234 |')
})

test('figures have three digits or so, and what is not known is a dash', () => {
  assert.deepEqual([0.0123, 0.5, 7.25, 61.23, 1234.5].map(figure), ['0.012', '0.50', '7.25', '61.2', '1,235'])
  assert.deepEqual([undefined, Number.NaN, Number.POSITIVE_INFINITY].map(figure), ['–', '–', '–'])
})

const measured = (perSecond: number, cpuMsEach: number | undefined): Measured => ({
  count: 1,
  perSecond,
  p50Ms: 1,
  p99Ms: 1,
  cpuMsEach,
  behindMs: 0,
  clientBusy: 0.1,
})

const row = (init: { before: number; after: number; cpuMsEach: number | undefined }): Row => {
  const yardstick = (perSecond: number) => ({
    hello: measured(perSecond, 0.02),
    same: measured(perSecond / 2, 0.03),
  })
  return {
    shop: 'small',
    workload: 'checkout',
    title: 'guest checkout',
    calls: 7,
    concurrency: 8,
    measured: measured(500, init.cpuMsEach),
    before: yardstick(init.before),
    after: yardstick(init.after),
  }
}

test('a flow is compared with the yardstick by its calls, and with the mean of before and after', () => {
  const { hello, same, cpu, isDoubtful } = ratiosOf(row({ before: 19_000, after: 21_000, cpuMsEach: 1.4 }))
  assert.deepEqual([hello, same, cpu?.toFixed(3), isDoubtful], [0.175, 0.35, '0.100', false])
})

test('a ratio is doubtful when the yardsticks differ by more than a fifth', () => {
  const { isDoubtful, cpu } = ratiosOf(row({ before: 10_000, after: 12_100, cpuMsEach: undefined }))
  assert.deepEqual([isDoubtful, cpu], [true, undefined])
})

test('servers and client get cores of their own where there are two', () => {
  assert.deepEqual(parseCpuList('0-2,8\n'), [0, 1, 2, 8])
  assert.deepEqual(parseCpuList(''), [])
  const siblings = (cpu: number) => [cpu - (cpu % 2), cpu - (cpu % 2) + 1]
  const cores = (allowed: number[], of = siblings) => {
    const { server, client } = chooseCores(allowed, of)
    return [server, client]
  }
  assert.deepEqual(cores([0, 1, 2, 3]), [0, 2])
  assert.deepEqual(cores([0, 1]), [0, 1])
  assert.deepEqual(cores([4]), [undefined, undefined])
  assert.match(chooseCores([4], siblings).note, /Not pinned/)
})

test('the command line is read, and what is wrong with it is said', () => {
  assert.deepEqual(readOptions([]).workloads, ['page', 'list', 'search', 'checkout'])
  const options = readOptions([
    '--only',
    'page,checkout',
    '--concurrency',
    '8',
    '--seconds',
    '0.5',
    '--large',
  ])
  const { workloads, concurrencies, seconds, large, largeOrders } = options
  assert.deepEqual([workloads, concurrencies, seconds], [['page', 'checkout'], [8], 0.5])
  assert.deepEqual([large, largeOrders], [true, 1_000_000])
  assert.deepEqual(readOptions(['--stores', 'sqlite,postgres']).stores, ['sqlite', 'postgres'])
  assert.throws(() => readOptions(['--stores', 'oracle']), /--stores oracle: there are sqlite, mongodb/)
  assert.throws(() => readOptions(['--stores', 'sqlite', '--large']), /--large is of SQLite alone/)
  assert.throws(() => readOptions(['--only', 'pages']), {
    name: 'TypeError',
    message: /--only pages: there are page/,
  })
  assert.throws(() => readOptions(['--seconds', 'x']), /--seconds x: must be a number/)
  assert.throws(() => readOptions(['--fast']), TypeError)
})

test('engines stand side by side, with the CPU time of the shop and of the database', () => {
  const on = (shop: string, databaseCpuMsEach: number | undefined): Row => {
    const { measured, ...rest } = row({ before: 1_000, after: 1_000, cpuMsEach: 2 })
    return { ...rest, shop, measured: { ...measured, databaseCpuMsEach } }
  }
  const shops = [
    { name: 'sqlite', title: 'SQLite' },
    { name: 'postgres', title: 'PostgreSQL' },
  ] as ShopFigures[]
  const { head, rows } = enginesTable([on('sqlite', undefined), on('postgres', 3)], shops)
  assert.deepEqual(head.slice(2), [
    'SQLite: per second',
    'p50 ms',
    'CPU ms',
    'PostgreSQL: per second',
    'p50 ms',
    'CPU ms',
  ])
  assert.deepEqual(rows, [['guest checkout', '8', '500', '1.00', '2.00', '500', '1.00', '5.00']])
})

test('round trips are told for each call, and at most', () => {
  const call = (name: string, statements: number, waits: number) => ({
    call: name,
    statements,
    waits,
    asked: [],
  })
  const flows = [
    { title: 'SQLite', calls: [call('a line', 8, 3), call('checkout', 5, 4)] },
    { title: 'PostgreSQL', calls: [call('a line', 3, 3), call('checkout', 4, 3)] },
  ]
  assert.deepEqual(tripsTable(flows), {
    head: ['', 'SQLite: sent', 'waits', 'PostgreSQL: sent', 'waits'],
    rows: [
      ['a line', '8', '3', '3', '3'],
      ['checkout', '5', '4', '4', '3'],
      ['at most', '8', '4', '4', '3'],
    ],
  })
})

test('hot spots are of the time under load, with what a function called added to it', () => {
  const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 0 })
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)'), children: [2, 4] },
      { id: 2, callFrame: frame('answer', 'file:///shop/server/http/handler.ts'), children: [3] },
      { id: 3, callFrame: frame('write', 'file:///shop/node_modules/x/y.js') },
      { id: 4, callFrame: frame('(idle)') },
    ],
    startTime: 1_000,
    samples: [3, 2, 3, 3, 4],
    timeDeltas: [100, 100, 100, 200, 500],
  }
  const { rows } = toHotSpots(profile, { from: 1_150, to: 2_000 })
  assert.deepEqual(rows.slice(0, 2), [
    ['write x/y.js:1', '75.0', 'answer server/http/handler.ts:1', '100.0'],
    ['answer server/http/handler.ts:1', '25.0', '', ''],
  ])
})
