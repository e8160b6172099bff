import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toReturnPath } from './return-path.ts'

test('a page of the shop is gone back to, with all that its address says', () => {
  for (const path of ['/', '/checkout', '/orders/order_1?token=a%20b', '/products/mug?variant=v#photos']) {
    assert.equal(toReturnPath(path), path)
  }
})

test('an address of another house is never gone to', () => {
  const others = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/..//evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'evil.example',
    '',
    null,
    undefined,
  ]
  for (const wish of others) assert.equal(toReturnPath(wish), '/account', String(wish))
})

test('signing in does not lead to signing in again', () => {
  for (const wish of ['/sign-in', '/sign-in?to=/sign-in', '/register', '/a/../sign-in', '/api/logout']) {
    assert.equal(toReturnPath(wish, '/'), '/')
  }
})
