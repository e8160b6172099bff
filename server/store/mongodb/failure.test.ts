import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPassing, isUnsent } from './failure.ts'

test('a socket that was ended as the driver wrote to it is worth another try, and nothing is known of it', () => {
  for (const code of ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']) {
    const error = Object.assign(new Error('This socket has been ended by the other party'), { code })
    assert.ok(isPassing(error), code)
    assert.ok(!isUnsent(error), code)
  }
})

test('a mistake of ours is not tried again', () => {
  assert.ok(!isPassing(new TypeError('x is not a function')))
  assert.ok(!isPassing(Object.assign(new Error('no'), { code: 'ERR_INVALID_ARG_TYPE' })))
  assert.ok(!isPassing('EPIPE'))
})
