import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wayIn } from './way-in.ts'

const words = {
  ways: { password: 'password', passkey: 'passkey' },
  withCode: (way: string) => `${way} and code`,
}

test('a known way has its words', () => {
  assert.equal(wayIn('passkey', words), 'passkey')
})

test('a code that was asked for besides is told', () => {
  assert.equal(wayIn('password+code', words), 'password and code')
})

test('a provider goes by its name', () => {
  assert.equal(wayIn('openid:google', words), 'Google')
})

test('a way that is new stays as it is called', () => {
  assert.equal(wayIn('carrier-pigeon', words), 'carrier-pigeon')
})
