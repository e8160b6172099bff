import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readPasskeys } from './passkeys.ts'
import { readSecretKeys } from './secrets.ts'

const KEY = 'k'.repeat(32)
const OLD = 'o'.repeat(44)

test('keys come from the environment or from a file, the newest first', () => {
  const dir = mkdtempSync(join(tmpdir(), 'marketsquare-secrets-'))
  const file = join(dir, 'key')
  writeFileSync(file, `${KEY}, ${OLD}\n`)
  const problems: string[] = []
  assert.deepEqual(readSecretKeys({ SECRET_KEY: `${KEY},${OLD}` }, problems), [KEY, OLD])
  assert.deepEqual(readSecretKeys({ SECRET_KEY_FILE: file }, problems), [KEY, OLD])
  assert.deepEqual(readSecretKeys({}, problems), [])
  assert.deepEqual(problems, [])
  rmSync(dir, { recursive: true })
})

test('a key that is short or cannot be read is told, and never shown', () => {
  const problems: string[] = []
  readSecretKeys({ SECRET_KEY: 'short-and-secret' }, problems)
  readSecretKeys({ SECRET_KEY_FILE: '/nowhere/key' }, problems)
  assert.match(problems[0] ?? '', /SECRET_KEY: each key needs at least 32/)
  assert.match(problems[1] ?? '', /SECRET_KEY_FILE=\/nowhere\/key/)
  assert.ok(!problems.join().includes('short-and-secret'))
})

test('passkeys may belong to a parent domain, and be used by other pages and apps', () => {
  const problems: string[] = []
  const origins = 'https://app.shop.example, android:apk-key-hash:abc'
  assert.deepEqual(readPasskeys({ PASSKEY_DOMAIN: 'shop.example', PASSKEY_ORIGINS: origins }, problems), {
    domain: 'shop.example',
    origins: ['https://app.shop.example', 'android:apk-key-hash:abc'],
  })
  assert.deepEqual(readPasskeys({}, problems), { domain: null, origins: [] })
  assert.deepEqual(problems, [])
  readPasskeys({ PASSKEY_DOMAIN: 'https://shop.example', PASSKEY_ORIGINS: 'shop.example' }, problems)
  assert.equal(problems.length, 2)
})
