import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Skipped } from './skipped-reporter.ts'

/** Test files at the same time: they start servers and child processes of their own. */
const CONCURRENCY = 2
/** A file that holds something open never ends by itself. The runner then says which one it was. */
const MINUTES_MAX = 20

export interface Ran {
  readonly passed: boolean
  readonly seconds: number
  readonly skipped: readonly Skipped[]
}

const SKIPPED_REPORTER = './scripts/test/skipped-reporter.ts'

/** Runs test files under Node's test runner. `stop` ends it early. */
export function runFiles(
  files: readonly string[],
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly ended: Promise<Ran>; stop(): void } {
  const notes = join(tmpdir(), `marketsquare-skipped-${process.pid}.ndjson`)
  // Inherited from a test that starts this script, it would make the runner below skip every file.
  const { NODE_TEST_CONTEXT: _context, ...inherited } = process.env
  const start = performance.now()
  const runner = spawn(process.execPath, [...argsFor(notes), ...flags, ...files], {
    stdio: 'inherit',
    env: { ...inherited, ...env },
  })
  const overtime = setTimeout(() => {
    console.error(
      `The tests have not ended within ${MINUTES_MAX} minutes; what is still running is named below.`,
    )
    runner.kill('SIGTERM')
  }, MINUTES_MAX * 60_000)
  const ended = new Promise<Ran>((resolve) => {
    runner.on('exit', (code) => {
      clearTimeout(overtime)
      const seconds = (performance.now() - start) / 1_000
      resolve({ passed: code === 0, seconds, skipped: takeSkipped(notes) })
    })
  })
  return { ended, stop: () => void runner.kill('SIGTERM') }
}

const argsFor = (notes: string) => [
  '--disable-warning=ExperimentalWarning',
  '--test',
  `--test-concurrency=${CONCURRENCY}`,
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  `--test-reporter=${SKIPPED_REPORTER}`,
  `--test-reporter-destination=${notes}`,
]

function takeSkipped(notes: string): Skipped[] {
  let text = ''
  try {
    text = readFileSync(notes, 'utf8')
  } catch {
    // It ended before it wrote anything.
  }
  rmSync(notes, { force: true })
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const skipped = JSON.parse(line) as Skipped
    return { ...skipped, file: relative(process.cwd(), skipped.file) }
  })
}
