import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '#kernel/fault.ts'
import { hashPassword, isVerifiable, verifyPassword } from './passwords.ts'

// All of "old password", made elsewhere with little cost.
const FOREIGN = {
  bcrypt2b: '$2b$04$vQ08pbuoaA885eM8BPegA.atezXBBaCbQ7.VqdAz42TQWuIaS99QW',
  bcrypt2y: '$2y$04$VeGGk1UAP4oy0m5t9WN8/.am5.Seg.Tnu2pW2SLsiUtRHg/mGscCS',
  weakerArgon2id:
    '$argon2id$v=19$m=4096,t=3,p=1$dhnGGEPnhHoTEO1jJKeJ8g$h4iT0VwMpBQckvFy4vz5gq4uEhDJtvz1nqCRPQVqhwQ',
  argon2i: '$argon2i$v=19$m=4096,t=3,p=1$3LtufRFe/CTTRwT+bZOatg$cpAsjn0CetVHK0ZSmBNRwXRsLFS7AwcnQcOES7Fh8vw',
}

test('a new hash is argon2id at the recommended cost and is not outdated', async () => {
  const hash = await hashPassword('correct horse')
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.deepEqual(await verifyPassword('correct horse', hash), { matches: true, outdated: false })
  assert.deepEqual(await verifyPassword('correct hors', hash), { matches: false, outdated: false })
})

test('the same password never has the same hash', async () => {
  assert.notEqual(await hashPassword('correct horse'), await hashPassword('correct horse'))
})

for (const [kind, hash] of Object.entries(FOREIGN)) {
  test(`a hash brought from elsewhere opens the account and asks to be replaced: ${kind}`, async () => {
    assert.equal(isVerifiable(hash), true)
    assert.deepEqual(await verifyPassword('old password', hash), { matches: true, outdated: true })
    assert.deepEqual(await verifyPassword('wrong password', hash), { matches: false, outdated: false })
  })
}

test('no password opens an account that has none, or one that does not exist', async () => {
  for (const hash of [null, undefined]) {
    assert.deepEqual(await verifyPassword('anything', hash), { matches: false, outdated: false })
  }
})

test('a password is the same however its accents are composed', async () => {
  const hash = await hashPassword('cafe\u0301 au lait')
  assert.equal((await verifyPassword('caf\u00e9 au lait', hash)).matches, true)
})

test('what is no hash, or too costly to check, is not taken', () => {
  const refused = [
    '',
    'plain text',
    '$1$abc$def',
    '$2b$10$tooshort',
    FOREIGN.bcrypt2b.replace('$04$', '$31$'),
    FOREIGN.weakerArgon2id.replace('m=4096', 'm=4194304'),
    FOREIGN.weakerArgon2id.replace('t=3', 't=1000'),
  ]
  for (const hash of refused) assert.equal(isVerifiable(hash), false, hash)
})

test('more sign-ins than can be waited for are refused, and the others all get through', async () => {
  const hash = FOREIGN.weakerArgon2id
  const all = await Promise.allSettled(
    Array.from({ length: 100 }, () => verifyPassword('old password', hash)),
  )
  const refused = all.filter((each) => each.status === 'rejected').map((each) => each.reason)
  assert.ok(refused.length > 0)
  for (const reason of refused) {
    assert.ok(reason instanceof Fault)
    assert.equal(reason.status, 503)
  }
  const passed = all.filter((each) => each.status === 'fulfilled').map((each) => each.value)
  assert.ok(passed.length >= 64)
  assert.ok(passed.every(({ matches }) => matches))
})
