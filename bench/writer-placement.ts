import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSqliteEngine } from '../server/store/sqlite/engine.ts'

// Which thread should write? Reads and small commits over HTTP, by the writer's place, the number of committers, the
// cores of the server and the speed of fsync. Usage: node bench/writer-placement.ts [seconds per case, 4]
// The outcome is recorded in docs/decisions/0004.

const PRODUCTS = 5_000
const CARTS = 20_000
/** How often somebody looks at a product meanwhile, whether or not the one before has been answered. */
const READ_EVERY_MS = 1
const SLOW_FSYNC_MS = 4

interface Case {
  readonly writer: 'inline' | 'worker'
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
  lines: Array.from({ length: Math.round(bytes / 100) }, (_, at) => ({
    id: idOf('line', at),
    quantity: (n % 5) + 1,
    price: { amount: 1999, currency: 'USD' },
    note: 'x'.repeat(8),
  })),
})

async function serve(file: string, writer: Case['writer']): Promise<void> {
  const engine = createSqliteEngine({ file, writer })
  await engine.prepare([products, carts, events])
  const insert = (collection: typeof products | typeof carts, prefix: string, n: number, bytes: number) =>
    ({ op: 'insert', collection, id: idOf(prefix, n), schema: 1, body: bodyOf(n, bytes) }) as const
  for (let at = 0; at < PRODUCTS; at += 1000)
    await engine.commit(Array.from({ length: 1000 }, (_, n) => insert(products, 'prod', at + n, 2_000)))
  for (let at = 0; at < CARTS; at += 1000)
    await engine.commit(Array.from({ length: 1000 }, (_, n) => insert(carts, 'cart', at + n, 3_000)))
  let sequence = 0

  async function read() {
    const [product] = await engine.get(products, [idOf('prod', (sequence++ * 7) % PRODUCTS)])
    return product?.body
  }
  async function write() {
    const n = sequence++
    const [cart] = await engine.get(carts, [idOf('cart', (n * 7919) % CARTS)])
    if (!cart) throw new Error('A cart is gone.')
    const { id, revision, body } = cart
    await engine.commit([
      { op: 'replace', collection: carts, id, revision, schema: 1, body: { ...body, n } },
      {
        op: 'insert',
        collection: events,
        id: idOf('evt', n),
        schema: 1,
        body: { type: 'cart.changed', subject: id, at: n },
      },
    ])
    return { n }
  }
  const server = createServer((request, response) => {
    const work = request.url === '/read' ? read() : write()
    work.then(
      (body) => response.end(JSON.stringify(body)),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
  process.on('SIGTERM', () => {
    const { rss } = process.memoryUsage()
    process.stdout.write(`${JSON.stringify({ rss, cpu: process.cpuUsage() })}\n`)
    server.closeAllConnections()
    server.close(() => engine.close())
  })
}

/** One kept-alive connection that sends one request at a time. */
function openClient(port: number) {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let text = ''
  let answered: ((reply: string) => void) | undefined
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk
    const head = text.indexOf('\r\n\r\n')
    const length = /content-length: (\d+)/i.exec(text)?.[1]
    if (head === -1 || text.length < head + 4 + Number(length)) return
    const reply = text
    text = ''
    answered?.(reply)
  })
  return {
    close: () => socket.destroy(),
    send: async (path: string) => {
      const reply = await new Promise<string>((resolve) => {
        answered = resolve
        socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`)
      })
      if (!reply.startsWith('HTTP/1.1 200')) throw new Error(reply)
    },
  }
}

const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor(sorted.length * q)] ?? Number.NaN

async function load(port: number, committers: number, seconds: number) {
  const reads: number[] = []
  const writes: number[] = []
  const start = performance.now()
  const from = start + 1_000
  const until = from + seconds * 1_000
  const clients: ReturnType<typeof openClient>[] = []
  const client = () => {
    const made = openClient(port)
    clients.push(made)
    return made
  }
  async function commitAll() {
    const { send } = client()
    for (;;) {
      const begun = performance.now()
      if (begun > until) return
      await send('/write')
      if (begun > from) writes.push(performance.now() - begun)
    }
  }
  async function readAll() {
    const idle = Array.from({ length: 8 }, client)
    const under: Promise<void>[] = []
    for (let now = performance.now(); now < until; now = performance.now()) {
      const begun = now
      const one = idle.pop() ?? client()
      const reading = one.send('/read').then(() => {
        if (begun > from) reads.push(performance.now() - begun)
        idle.push(one)
      })
      under.push(reading)
      await sleep(READ_EVERY_MS)
    }
    await Promise.all(under)
  }
  await Promise.all([...Array.from({ length: committers }, commitAll), readAll()])
  for (const { close } of clients) close()
  reads.sort((a, b) => a - b)
  writes.sort((a, b) => a - b)
  return { reads, writes, perSecond: writes.length / seconds }
}

/** A library that makes fsync take longer, by sleeping in it as a slow disk would. */
function buildSlowFsync(directory: string): string {
  const source = join(directory, 'slow.c')
  const library = join(directory, 'slow.so')
  const wrap = (name: string) =>
    `int ${name}(int f) { usleep(${SLOW_FSYNC_MS * 1000}); return ((int (*)(int))dlsym(RTLD_NEXT, "${name}"))(f); }`
  writeFileSync(
    source,
    `#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <unistd.h>\n${wrap('fsync')}\n${wrap('fdatasync')}\n`,
  )
  execFileSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'])
  return library
}

async function run({ writer, committers, cores, slow }: Case, seconds: number) {
  const directory = mkdtempSync(join(tmpdir(), 'writer-placement-'))
  const command = [
    process.execPath,
    ...process.execArgv,
    import.meta.filename,
    '--serve',
    join(directory, 'db'),
    writer,
  ]
  if (cores === 1) command.unshift('taskset', '-c', '0')
  const [program = '', ...args] = command
  const env = slow ? { ...process.env, LD_PRELOAD: buildSlowFsync(directory) } : process.env
  const server = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  let told = () => {}
  server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    lines.push(...chunk.trim().split('\n'))
    told()
  })
  const line = async () => {
    while (lines.length === 0) await new Promise<void>((resolve) => (told = resolve))
    return lines.shift() as string
  }
  try {
    const result = await load(Number(await line()), committers, seconds)
    server.kill('SIGTERM')
    const { rss } = JSON.parse(await line()) as { rss: number }
    return { ...result, rss }
  } finally {
    if (server.exitCode === null) await new Promise((resolve) => server.once('exit', resolve))
    rmSync(directory, { recursive: true })
  }
}

async function main(seconds: number): Promise<void> {
  execFileSync('taskset', ['-pc', '1', String(process.pid)])
  console.log(
    '| cores | fsync | committers | writer | commits/s | commit p50 | p99 | read p50 | p99 | p99.9 | RSS MB |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|---|---|')
  for (const cores of [1, 2] as const)
    for (const slow of [false, true])
      for (const committers of [8, 32])
        for (const writer of ['inline', 'worker'] as const) {
          const { reads, writes, perSecond, rss } = await run({ writer, committers, cores, slow }, seconds)
          const times = [quantile(writes, 0.5), quantile(writes, 0.99)]
          const readTimes = [0.5, 0.99, 0.999].map((q) => quantile(reads, q))
          const ms = [...times, ...readTimes].map((time) => `${time.toFixed(2)} ms`)
          const row = [
            cores,
            slow ? `+${SLOW_FSYNC_MS} ms` : 'as is',
            committers,
            writer,
            Math.round(perSecond),
            ...ms,
          ]
          console.log(`| ${[...row, Math.round(rss / 1e6)].join(' | ')} |`)
        }
}

const [first, file = '', writer] = process.argv.slice(2)
if (first === '--serve') await serve(file, writer as Case['writer'])
else await main(Number(first ?? 4))
