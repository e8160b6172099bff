import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, openConnection, toRequest } from './connection.ts'
import { createRandom, indexBelow } from './random.ts'
import { startServer } from './servers.ts'
import { median } from './statistics.ts'

// Does the time of an answer tell whether an address has an account? Over real HTTP, addresses that have one
// and addresses that have none take turns by chance. Behind each request comes another one at once: it would
// be kept waiting by what the shop does behind the first reply.
//
//   node bench/sign-in-timing.ts [tries]
//
// Prints the medians of both, in milliseconds, and their ratio.

const TRIES = 200
/** So few that nobody is slowed down for having failed too often. */
const TRIES_PER_ADDRESS = 4
const PAUSE_MS = 12
const PASSWORD = 'tea with 2 sugars'

interface Kind {
  readonly name: string
  readonly path: string
  readonly status: number
  body(email: string): object
}

const kinds: readonly Kind[] = [
  {
    name: 'Login, wrong password',
    path: '/api/login',
    status: 401,
    body: (email) => ({ email, password: 'not this one' }),
  },
  {
    name: 'Registration',
    path: '/api/register',
    status: 201,
    body: (email) => ({ email, password: PASSWORD, name: 'Ada' }),
  },
  { name: 'Password reset', path: '/api/password-resets', status: 202, body: (email) => ({ email }) },
  { name: 'Magic link', path: '/api/magic-links', status: 202, body: (email) => ({ email }) },
]

async function time(connection: Connection, { path, status, body }: Kind, email: string) {
  const request = toRequest({ method: 'POST', path, body: body(email) })
  const next = toRequest({ method: 'GET', path: '/api/shop' })
  const begun = performance.now()
  const reply = await connection.send(request)
  const answered = performance.now()
  if (reply.status !== status) throw new Error(`POST ${path} answered ${reply.status}: ${reply.body}`)
  await connection.send(next)
  return { ms: answered - begun, nextMs: performance.now() - answered }
}

async function register(connection: Connection, email: string): Promise<void> {
  const body = { email, password: PASSWORD, name: 'Ada' }
  const { status } = await connection.send(toRequest({ method: 'POST', path: '/api/register', body }))
  if (status !== 201) throw new Error(`${email} could not be registered: ${status}`)
}

async function measure(connection: Connection, kind: Kind, tries: number): Promise<string> {
  const random = createRandom(1)
  const times = {
    known: { ms: [] as number[], nextMs: [] as number[] },
    unknown: { ms: [] as number[], nextMs: [] as number[] },
  }
  const area = kind.path.split('/').at(-1)
  // Who registers an unknown address makes it a known one.
  const perAddress = kind.path === '/api/register' ? 1 : TRIES_PER_ADDRESS
  for (let at = 0; at < tries / perAddress; at++) await register(connection, `known${at}@${area}.example`)
  await sleep(500)
  const order = Array.from(
    { length: tries },
    (_, at) =>
      [
        ['known', at],
        ['unknown', at],
      ] as const,
  ).flat()
  while (order.length > 0) {
    const [[which, at] = ['known', 0] as const] = order.splice(indexBelow(order.length, random), 1)
    const email = `${which === 'known' ? 'known' : 'other'}${Math.floor(at / perAddress)}@${area}.example`
    const { ms, nextMs } = await time(connection, kind, email)
    times[which].ms.push(ms)
    times[which].nextMs.push(nextMs)
    await sleep(PAUSE_MS)
  }
  const cells = (['ms', 'nextMs'] as const).flatMap((what) => {
    const [known, unknown] = [median(times.known[what]), median(times.unknown[what])]
    return [known.toFixed(2), unknown.toFixed(2), (known / unknown).toFixed(3)]
  })
  return `| ${[kind.name, ...cells].join(' | ')} |`
}

async function main(tries: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sign-in-timing-'))
  const env = { DATA_DIR: dataDir, SEED: 'none', RATE_LIMITS: 'off', LOG_LEVEL: 'error', PAGES: 'off' }
  const nodeOptions = ['--disable-warning=ExperimentalWarning']
  const server = await startServer({
    program: 'server/main.ts',
    env,
    core: undefined,
    nodeOptions,
    path: '/api/shop',
  })
  try {
    const connection = await openConnection(server.port)
    console.log(
      '| | known | unknown | ratio | next request, known | unknown | ratio |\n|---|---|---|---|---|---|---|',
    )
    for (const kind of kinds) console.log(await measure(connection, kind, tries))
    connection.close()
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await main(Number(process.argv[2] ?? TRIES))
