import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forbidden, type Outcome, skippedOf } from './outcomes.ts'
import { readStores } from './stores.ts'
import { aboutEngine, findTestFiles, opensStores } from './which-files.ts'

test('SQLite is what the tests run on, and it comes first', () => {
  assert.deepEqual(readStores(undefined), ['sqlite'])
  assert.deepEqual(readStores('postgres, sqlite'), ['sqlite', 'postgres'])
  assert.deepEqual(readStores('mongodb'), ['mongodb'])
  assert.throws(() => readStores('sqlite,oracle'), /there is no "oracle"; there are sqlite, mongodb/)
})

test('what runs again on another engine is what comes to open a store by its imports', () => {
  const files = findTestFiles([])
  const again = opensStores(files)
  for (const path of ['server/modules/orders/races.test.ts', 'server/modules/passkeys/routes.test.ts'])
    assert.ok(again.includes(path), `${path} opens a store`)
  for (const path of [
    'server/kernel/money.test.ts',
    'server/store/sqlite/engine.test.ts',
    'bench/report.test.ts',
  ])
    assert.ok(files.includes(path) && !again.includes(path), `${path} opens none`)
  assert.ok(again.length < files.length)
})

test('what is about one engine alone says so by its name or its folder', () => {
  const files = ['server/a.test.ts', 'server/a.sqlite.test.ts', 'server/store/postgres/engine.test.ts']
  assert.deepEqual(aboutEngine('sqlite', files), ['server/a.sqlite.test.ts'])
  assert.deepEqual(aboutEngine('postgres', files), ['server/store/postgres/engine.test.ts'])
})

test('a skipped test is named with its engine and its reason, and may be forbidden', () => {
  const file = 'server/adapters/redis.test.ts'
  const skipped = [
    { file, name: 'limits are shared', why: 'There is no redis-server.' },
    { file: 'server/a.test.ts', name: 'one thing', why: '' },
  ]
  const outcomes: Outcome[] = [
    { kind: 'mongodb', files: 2, note: '' },
    { kind: 'sqlite', files: 2, note: '', ran: { passed: true, seconds: 1, skipped } },
  ]
  const lines = skippedOf(outcomes)
  assert.deepEqual(lines, [
    `on SQLite: ${file}: limits are shared (There is no redis-server.)`,
    'on SQLite: server/a.test.ts: one thing',
  ])
  assert.deepEqual(forbidden(lines, 'pgbouncer,Redis-Server'), [lines[0]])
  assert.deepEqual(forbidden(lines, undefined), [])
})
