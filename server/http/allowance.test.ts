import assert from 'node:assert/strict'
import test from 'node:test'
import { MINUTE_MS } from '#kernel/clock.ts'
import { countingTogether } from '#kernel/shared-counts.fixture.ts'
import { createAllowance } from './allowance.ts'

function anAllowance({ perMinute = 2, keysMax = 10 } = {}) {
  let at = 5
  const use = createAllowance({ perMinute, keysMax, now: () => at })
  return { use, advance: (ms: number) => (at += ms) }
}

test('a key is free so often, and then again when the minute of its first use is over', () => {
  const { use, advance } = anAllowance()
  assert.deepEqual([use('a'), use('a')], [0, 0])
  advance(1_000)
  assert.equal(use('a'), MINUTE_MS - 1_000)
  advance(MINUTE_MS - 1_001)
  assert.equal(use('a'), 1)
  advance(1)
  assert.deepEqual([use('a'), use('a'), use('a')], [0, 0, MINUTE_MS])
})

test('each key has an allowance of its own', () => {
  const { use } = anAllowance({ perMinute: 1 })
  assert.deepEqual([use('a'), use('b')], [0, 0])
  assert.ok(use('a') > 0 && use('b') > 0)
})

test('of too many keys the one that was used least lately is forgotten', () => {
  const { use } = anAllowance({ perMinute: 1, keysMax: 2 })
  use('a')
  use('b')
  use('a')
  use('c')
  assert.ok(use('a') > 0)
  assert.equal(use('b'), 0)
})

test('what other processes count of a key is taken off, once it is used more than a little', () => {
  let at = 5
  const now = () => at
  const open = countingTogether(now)
  const init = { name: 'tests', keptMs: MINUTE_MS, since: 'first' } as const
  const [a, b] = [open(), open()].map((counts) =>
    createAllowance({ perMinute: 100, keysMax: 10, now, shared: counts.open(init) }),
  )
  const times = (use: typeof a, count: number) => Array.from({ length: count }, () => use?.('a'))
  assert.ok(times(a, 60).every((waitMs) => waitMs === 0))
  assert.ok(times(b, 40).every((waitMs) => waitMs === 0))
  assert.deepEqual([b?.('a'), a?.('a')], [MINUTE_MS, MINUTE_MS])
  at += MINUTE_MS
  assert.deepEqual([a?.('a'), b?.('a')], [0, 0])
})
