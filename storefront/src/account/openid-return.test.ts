import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOpenidReturn } from './openid-return.ts'

test('a sign-in brings its code and goes on where it was begun', () => {
  const told = readOpenidReturn('#code=moc_1&for=sign-in&returnTo=%2Fcheckout')
  assert.deepEqual(told, { code: 'moc_1', error: null, isLink: false, returnTo: '/checkout' })
})

test('a link goes back to the security page', () => {
  assert.equal(readOpenidReturn('#code=moc_1&for=link').returnTo, '/account/security')
})

test('a forged fragment does not lead to another house', () => {
  assert.equal(readOpenidReturn('#code=a&returnTo=//evil.example').returnTo, '/account')
})

test('what went wrong is told by its code', () => {
  assert.equal(readOpenidReturn('#error=openid.denied').error, 'openid.denied')
})
