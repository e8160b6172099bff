import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPace } from './pace.ts'

test('on a single core, hashing rests most of the time while the shop is busy', () => {
  const pace = createPace({ cores: 1, busy: () => 0.9 })
  const rest = pace(20)
  assert.ok(rest >= 8 * 20 && rest <= 20 * 20, `${rest}`)
  assert.equal(pace(40), 2 * rest)
})

test('while hardly anybody else is there, it does not rest', () => {
  assert.equal(createPace({ cores: 1, busy: () => 0.1 })(20), 0)
})

test('with a core to spare, it never rests', () => {
  assert.equal(createPace({ cores: 2, busy: () => 1 })(20), 0)
})

test('how busy the shop is, is what its event loop says', () => {
  assert.ok(createPace({ cores: 1 })(20) >= 0)
})
