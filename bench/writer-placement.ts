import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Write } from '../server/store/engine.ts'
import { createSqliteEngine } from '../server/store/sqlite/engine.ts'

// Which thread should write to SQLite? Over HTTP, some clients save carts as fast as they are answered, while
// others look at products at a steady pace. By the writer's place, the number of committers, the cores that
// the server may use and the speed of fsync. Linux only (taskset, LD_PRELOAD); the slow fsync needs a C
// compiler.
//
//   node bench/writer-placement.ts [rounds]
//
// Prints the median of the rounds. The outcome is recorded in docs/decisions/0004.

const PRODUCTS = 1_000
const CARTS = 5_000
const WARM_UP_MS = 500
const MEASURED_MS = 2_000
const READ_EVERY_MS = 1
const SLOW_FSYNC_MS = 4

type Placement = 'inline' | 'worker'

interface Case {
  readonly writer: Placement
  readonly committers: number
  readonly cores: 1 | 2
  readonly slow: boolean
}

const products = { name: 'products', indexes: { byHandle: { fields: ['handle'], unique: true } } }
const carts = {
  name: 'carts',
  indexes: { byCustomer: { fields: ['customerId', '-updatedAt'], sparse: true } },
}
const events = {
  name: 'events',
  indexes: { bySubject: { fields: ['subject', 'at'] }, byType: { fields: ['type', 'at'] } },
}

const idOf = (prefix: string, n: number) => `${prefix}_01KAEJ${String(n).padStart(20, '0')}`

const bodyOf = (n: number, bytes: number) => ({
  handle: `thing-${n}`,
  lines: Array.from({ length: Math.round(bytes / 110) }, (_, at) => ({
    id: idOf('line', at),
    quantity: (n % 5) + 1,
    price: { amount: 1999, currency: 'USD' },
    note: 'x'.repeat(8),
  })),
})

async function openShop(file: string, writer: Placement) {
  const engine = createSqliteEngine({ file, writer })
  await engine.prepare([products, carts, events])
  const fill = (collection: typeof products | typeof carts, prefix: string, count: number, bytes: number) =>
    engine.commit(
      Array.from(
        { length: count },
        (_, n): Write => ({
          op: 'insert',
          collection,
          id: idOf(prefix, n),
          schema: 1,
          body: bodyOf(n, bytes),
        }),
      ),
    )
  await fill(products, 'prod', PRODUCTS, 2_000)
  await fill(carts, 'cart', CARTS, 3_000)
  let sequence = 0
  return {
    close: () => engine.close(),
    async read() {
      const [product] = await engine.get(products, [idOf('prod', (sequence++ * 7) % PRODUCTS)])
      return product?.body
    },
    async write() {
      const n = sequence++
      const [cart] = await engine.get(carts, [idOf('cart', (n * 7919) % CARTS)])
      if (!cart) throw new Error('A cart is gone.')
      const { id, revision, body } = cart
      const event = { type: 'cart.changed', subject: id, at: n }
      await engine.commit([
        { op: 'replace', collection: carts, id, revision, schema: 1, body: { ...body, n } },
        { op: 'insert', collection: events, id: idOf('evt', n), schema: 1, body: event },
      ])
      return { n }
    },
  }
}

async function serve(file: string, writer: Placement): Promise<void> {
  const shop = await openShop(file, writer)
  const server = createServer((request, response) => {
    const work = request.url === '/read' ? shop.read() : shop.write()
    work.then(
      (body) => response.end(JSON.stringify(body)),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
  process.on('SIGTERM', () => {
    server.closeAllConnections()
    server.close(() => shop.close())
  })
}

/** One kept-alive connection that sends one request at a time. */
function openClient(port: number) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
  let text = ''
  let answered = (_reply: string) => {}
  socket.on('data', (chunk: string) => {
    text += chunk
    const head = text.indexOf('\r\n\r\n')
    const length = /content-length: (\d+)/i.exec(text)?.[1]
    if (head === -1 || text.length < head + 4 + Number(length)) return
    answered(text)
    text = ''
  })
  return {
    close: () => socket.destroy(),
    /** Answers how many milliseconds the reply took. */
    async time(path: string) {
      const begun = performance.now()
      const reply = await new Promise<string>((resolve) => {
        answered = resolve
        socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`)
      })
      if (!reply.startsWith('HTTP/1.1 200')) throw new Error(reply)
      return performance.now() - begun
    },
  }
}

async function load(port: number, committers: number) {
  const reads: number[] = []
  const writes: number[] = []
  const clients: ReturnType<typeof openClient>[] = []
  const client = () => {
    const made = openClient(port)
    clients.push(made)
    return made
  }
  const from = performance.now() + WARM_UP_MS
  const until = from + MEASURED_MS
  async function commitAll(): Promise<void> {
    const { time } = client()
    for (let now = 0; now < until; now = performance.now()) {
      const took = await time('/write')
      if (now > from) writes.push(took)
    }
  }
  async function readAll(): Promise<void> {
    const idle: ReturnType<typeof openClient>[] = []
    const pending: Promise<void>[] = []
    for (let now = 0; now < until; now = performance.now()) {
      const one = idle.pop() ?? client()
      const read = one.time('/read').then((took) => {
        if (now > from) reads.push(took)
        idle.push(one)
      })
      pending.push(read)
      await sleep(READ_EVERY_MS)
    }
    await Promise.all(pending)
  }
  await Promise.all([...Array.from({ length: committers }, commitAll), readAll()])
  for (const { close } of clients) close()
  const at = (times: number[], q: number) => quantile(times, q)
  const perSecond = writes.length / (MEASURED_MS / 1_000)
  return [perSecond, at(writes, 0.5), at(writes, 0.99), at(reads, 0.5), at(reads, 0.99), at(reads, 0.999)]
}

const quantile = (times: number[], q: number) =>
  times.sort((a, b) => a - b)[Math.floor(times.length * q)] ?? Number.NaN

/** A library that makes fsync take longer, by sleeping in it as a slow disk would. */
function buildSlowFsync(directory: string): string {
  const source = join(directory, 'slow.c')
  const library = join(directory, 'slow.so')
  const wrap = (name: string) =>
    `int ${name}(int f) { usleep(${SLOW_FSYNC_MS * 1000}); return ((int (*)(int))dlsym(RTLD_NEXT, "${name}"))(f); }\n`
  const head = '#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <unistd.h>\n'
  writeFileSync(source, `${head}${wrap('fsync')}${wrap('fdatasync')}`)
  execFileSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'])
  return library
}

async function run({ writer, committers, cores, slow }: Case): Promise<number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'writer-placement-'))
  const node = [process.execPath, ...process.execArgv, import.meta.filename]
  const args = ['-c', cores === 1 ? '0' : '0,1', ...node, '--serve', join(directory, 'db'), writer]
  const env = slow ? { ...process.env, LD_PRELOAD: buildSlowFsync(directory) } : process.env
  const server = spawn('taskset', args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => server.once('exit', resolve))
  try {
    const port = await new Promise<string>((resolve) =>
      server.stdout.setEncoding('utf8').once('data', resolve),
    )
    return await load(Number(port), committers)
  } finally {
    server.kill('SIGTERM')
    await gone
    rmSync(directory, { recursive: true })
  }
}

async function main(rounds: number): Promise<void> {
  execFileSync('taskset', ['-pc', '1', String(process.pid)])
  console.log(
    '| cores | fsync | committers | writer | commits/s | commit p50 | p99 | read p50 | p99 | p99.9 |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|---|')
  for (const cores of [1, 2] as const)
    for (const slow of [false, true])
      for (const committers of [8, 32]) {
        const results = { inline: [] as number[][], worker: [] as number[][] }
        // Taking turns, so that whatever else the machine does concerns both.
        for (let round = 0; round < rounds; round++)
          for (const writer of ['inline', 'worker'] as const)
            results[writer].push(await run({ writer, committers, cores, slow }))
        for (const [writer, each] of Object.entries(results)) {
          const [perSecond = 0, ...times] = (each[0] ?? []).map((_, at) =>
            quantile(
              each.map((one) => one[at] ?? 0),
              0.5,
            ),
          )
          const cells = [
            cores,
            slow ? `+${SLOW_FSYNC_MS} ms` : 'as is',
            committers,
            writer,
            Math.round(perSecond),
          ]
          console.log(`| ${[...cells, ...times.map((time) => `${time.toFixed(2)} ms`)].join(' | ')} |`)
        }
      }
}

const [first, file = '', writer] = process.argv.slice(2)
if (first === '--serve') await serve(file, writer as Placement)
else await main(Number(first ?? 3))
