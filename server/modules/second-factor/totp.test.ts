import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newTotpSecret, stepOf } from './totp.ts'

test('what is no code is a wrong one, whatever it is made of', () => {
  const secret = newTotpSecret()
  for (const code of [
    '',
    '12345',
    '1234567',
    'abcdef',
    '\u{124A8}\u{E0846}\u{FD68A}',
    '١٢٣٤٥٦',
    '１２３４５６',
  ]) {
    assert.equal(stepOf(secret, code, 0), undefined)
  }
})
