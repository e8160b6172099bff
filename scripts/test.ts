/**
 * `npm test`: all tests, under the project's own Node. `npm test -- carts store/sqlite` runs the files whose
 * path contains one of the words; what begins with `-` goes to Node's test runner (`--test-name-pattern=…`).
 *
 * `STORES=sqlite,mongodb,postgres` runs all of them once, on SQLite, and those that open a store again on
 * each other engine. `NEVER_SKIP=redis,pgbouncer` fails where a test was skipped that has such a word in its
 * path, its name or its reason.
 */
import type { StoreKind } from '../server/testing/open-store.ts'
import type { StoreServer } from '../server/testing/store-server.ts'
import { type Outcome, report } from './test/outcomes.ts'
import { type Ran, runFiles } from './test/run-files.ts'
import { readStores } from './test/stores.ts'
import { aboutEngine, findTestFiles, opensStores } from './test/which-files.ts'

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('-'))
const words = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))

/** What has to end before this process does. */
let running: { stop(): void } | undefined
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true
    running?.stop()
  })
}

async function main(): Promise<number> {
  const stores = readStores(process.env.STORES)
  const files = findTestFiles(words)
  if (files.length === 0) throw new TypeError(`No test file has a path with ${words.join(' or ')}.`)
  const outcomes: Outcome[] = []
  for (const kind of stores) {
    if (interrupted) break
    outcomes.push(await runOn(kind, filesFor(kind, files, stores)))
  }
  return report(outcomes, process.env.NEVER_SKIP)
}

/** Whatever opens no store runs once; where SQLite is not asked for, not at all. */
function filesFor(kind: StoreKind, files: readonly string[], stores: readonly StoreKind[]): string[] {
  if (kind === 'sqlite') return [...files]
  const own = stores.includes('sqlite') ? [] : aboutEngine(kind, files)
  return [...own, ...opensStores(files)].sort()
}

async function runOn(kind: StoreKind, files: readonly string[]): Promise<Outcome> {
  if (files.length === 0) return { kind, files: 0, note: 'none of these tests opens a store' }
  let server: StoreServer
  try {
    server = await startServer(kind)
  } catch (error) {
    return { kind, files: files.length, note: `its server did not start: ${error}`, failed: true }
  }
  try {
    return { kind, files: files.length, note: server.note, ran: await run(files, server) }
  } finally {
    await server.stop()
  }
}

async function run(files: readonly string[], server: StoreServer): Promise<Ran> {
  const runner = runFiles(files, flags, { ...server.env })
  running = runner
  return runner.ended
}

/** What SQLite does without is not loaded either: it takes a second. */
async function startServer(kind: StoreKind): Promise<StoreServer> {
  if (kind === 'sqlite') return { note: 'a file for each test', env: { STORE: kind }, stop: async () => {} }
  const { startStoreServer } = await import('../server/testing/store-server.ts')
  return startStoreServer(kind)
}

// Said by exit(): what starts PostgreSQL for tests ends an idle process with 0, whatever its exitCode is.
try {
  process.exit(await main())
} catch (error) {
  console.error(error instanceof TypeError ? error.message : error)
  process.exit(1)
}
