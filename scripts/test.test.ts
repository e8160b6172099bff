import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '..')

function npmTest(...args: string[]) {
  // As somebody has it who asks for nothing in particular.
  const { STORES: _stores, NEVER_SKIP: _never, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/test.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env,
  })
  return { status, stdout, stderr }
}

test('runs the files whose path has the word in it, and closes with the counts', () => {
  const { status, stdout } = npmTest('kernel/change.test')
  assert.equal(status, 0)
  assert.match(stdout, /^ℹ tests [1-9]/m)
  assert.match(stdout, /^ℹ pass [1-9]/m)
  assert.match(stdout, /^ℹ fail 0$/m)
  assert.match(stdout, /^ℹ skipped 0$/m)
  assert.match(stdout, /^ {2}SQLite: passed, 1 file in /m)
  assert.match(stdout, /^ {2}PostgreSQL: not asked for \(STORES=/m)
})

test('hands what begins with a dash to the test runner', () => {
  const { status, stdout } = npmTest('kernel/change.test', '--test-name-pattern=a change carries')
  assert.equal(status, 0)
  assert.match(stdout, /^ℹ tests 1$/m)
  assert.doesNotMatch(stdout, /a document is never/)
})

test('fails where no file has the word in its path', () => {
  const { status, stderr } = npmTest('no-such-test')
  assert.equal(status, 1)
  assert.match(stderr, /No test file .* no-such-test/)
})
