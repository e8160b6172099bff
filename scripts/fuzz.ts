/**
 * `npm run fuzz`: ten minutes of requests that nobody means, at every route. `npm run fuzz -- 60` takes as
 * many seconds; `npm run fuzz -- 60 7` sends the same requests as the last time with seed 7.
 */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'

const SEED_MAX = 2 ** 31
const [seconds = '600', seed = String(randomInt(SEED_MAX))] = process.argv.slice(2)

const runner = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=spec', 'server/fuzz/fuzz.test.ts'],
  { stdio: 'inherit', env: { ...process.env, FUZZ_SECONDS: seconds, FUZZ_SEED: seed } },
)
runner.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
