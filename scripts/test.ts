/**
 * `npm test`: all tests, under the project's own Node. `npm test -- carts store/sqlite` runs the files whose
 * path contains one of the words; what begins with `-` goes to Node's test runner (`--test-name-pattern=…`).
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'

const ROOTS = ['server', 'sdk', 'bench', 'scripts', 'docs']
/** Test files at the same time: they start servers and child processes of their own. */
const CONCURRENCY = 2
/** A file that holds something open never ends by itself. The runner then says which one it was. */
const MINUTES_MAX = 20

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('-'))
const words = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))

const files = globSync(`{${ROOTS.join(',')}}/**/*.test.ts`, {
  exclude: (path) => path.split(/[\\/]/).includes('node_modules'),
})
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .sort()

if (files.length === 0) {
  console.error(`No test file under ${ROOTS.join(', ')} has a path with ${words.join(' or ') || '.test.ts'}.`)
  process.exit(1)
}

// Inherited from a test that starts this script, it would make the runner below skip every file.
const { NODE_TEST_CONTEXT: _context, ...env } = process.env

const runner = spawn(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    '--test',
    `--test-concurrency=${CONCURRENCY}`,
    '--test-reporter=spec',
    ...flags,
    ...files,
  ],
  { stdio: 'inherit', env },
)
const overtime = setTimeout(() => {
  console.error(
    `The tests have not ended within ${MINUTES_MAX} minutes; what is still running is named below.`,
  )
  runner.kill('SIGTERM')
}, MINUTES_MAX * 60_000)
runner.on('exit', (code, signal) => {
  clearTimeout(overtime)
  process.exitCode = code ?? (signal ? 1 : 0)
})
