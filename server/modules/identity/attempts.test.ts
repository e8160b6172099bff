import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { countingTogether } from '#kernel/shared-counts.fixture.ts'
import { type Attempts, createAttempts, delayMs, SLOWDOWNS } from './attempts.ts'

const ANN = { email: 'ann@example.com', address: '203.0.113.7' }

function fail(attempts: Attempts, who: typeof ANN, times: number, now = 0): void {
  for (let at = 0; at < times; at++) attempts.begin(who, now)
}

suite('failed sign-ins', () => {
  test('are free a few times, then each one doubles the wait, up to a quarter of an hour', () => {
    const attempts = createAttempts()
    const waits = Array.from({ length: 17 }, () => {
      attempts.begin(ANN, 0)
      return attempts.waitMs(ANN, 0).here / SECOND_MS
    })
    assert.deepEqual(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  })

  test('wait from the last one on, and are forgotten in time', () => {
    const attempts = createAttempts()
    fail(attempts, ANN, 8)
    assert.equal(attempts.waitMs(ANN, 3_000).here, 5_000)
    assert.equal(attempts.waitMs(ANN, 8_000).here, 0)
    attempts.begin(ANN, 8_000)
    assert.equal(attempts.waitMs(ANN, 8_000).here, 16_000)
    attempts.begin(ANN, 8_000 + SLOWDOWNS.PAIR.forgottenMs)
    assert.equal(attempts.waitMs(ANN, 8_000 + SLOWDOWNS.PAIR.forgottenMs).here, 0)
  })

  test('elsewhere do not slow the owner down, however many: no stranger can lock an account', () => {
    const attempts = createAttempts()
    for (let at = 0; at < 50; at++) fail(attempts, { ...ANN, address: `198.51.100.${at}` }, 20)
    const { here, anywhere } = attempts.waitMs(ANN, 0)
    assert.equal(here, 0)
    assert.equal(anywhere, SLOWDOWNS.ACCOUNT.capMs)
  })

  test('of many accounts from one place slow the place down, not the accounts', () => {
    const attempts = createAttempts()
    for (let at = 0; at < 40; at++) attempts.begin({ ...ANN, email: `${at}@example.com` }, 0)
    assert.equal(attempts.waitMs(ANN, 0).here, Math.min(5 * MINUTE_MS, 2 ** 10 * SECOND_MS))
    assert.deepEqual(attempts.waitMs({ ...ANN, address: '198.51.100.1' }, 0), { here: 0, anywhere: 0 })
    assert.equal(attempts.waitMs(ANN, HOUR_MS).here, 0)
  })

  test('through a proxy that nobody named hold nobody up for long', () => {
    const attempts = createAttempts()
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const here = { ...ANN, address }
      fail(attempts, here, 100)
      assert.equal(attempts.waitMs(here, 0).here, SLOWDOWNS.ACCOUNT.capMs)
      assert.equal(attempts.waitMs({ email: 'bob@example.com', address }, 0).here, 0)
    }
  })

  test('that were right, or never made, are taken back; those before stay', () => {
    const attempts = createAttempts()
    for (let at = 0; at < 500; at++) attempts.begin(ANN, 0).takeBack()
    assert.deepEqual([attempts.waitMs(ANN, 0), attempts.size], [{ here: 0, anywhere: 0 }, 0])
    fail(attempts, ANN, 5)
    attempts.begin(ANN, 0).takeBack()
    assert.equal(attempts.waitMs(ANN, 0).here, SECOND_MS)
  })

  test('take no more room than there is', () => {
    const attempts = createAttempts()
    for (let at = 0; at < 25_000; at++) {
      attempts.begin(
        { email: `${at}@example.com`, address: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` },
        0,
      )
    }
    assert.equal(attempts.size, 60_000)
  })
})

suite('failed sign-ins at several processes', () => {
  function processes(): { a: Attempts; b: Attempts; at: (now: number) => number } {
    let now = 0
    const open = countingTogether(() => now)
    const at = (next: number) => {
      now = next
      return now
    }
    return { a: createAttempts(open()), b: createAttempts(open()), at }
  }

  test('count together, and wait from the last one on, wherever it was', () => {
    const { a, b, at } = processes()
    fail(a, ANN, 3)
    fail(b, ANN, 2)
    assert.deepEqual([a.waitMs(ANN, 0).here, b.waitMs(ANN, 0).here], [SECOND_MS, SECOND_MS])
    a.begin(ANN, at(1_000))
    assert.equal(b.waitMs(ANN, 1_000).here, 2_000)
    assert.equal(b.waitMs(ANN, at(2_500)).here, 500)
    assert.equal(b.waitMs(ANN, at(3_000)).here, 0)
    assert.equal(b.waitMs({ ...ANN, address: '198.51.100.1' }, 3_000).here, 0)
  })

  test('are taken back for all', () => {
    const { a, b } = processes()
    fail(a, ANN, 4)
    const attempt = b.begin(ANN, 0)
    assert.equal(a.waitMs(ANN, 0).here, SECOND_MS)
    attempt.takeBack()
    assert.deepEqual([a.waitMs(ANN, 0).here, b.waitMs(ANN, 0).here], [0, 0])
  })

  test('are told of where they become slow, also when most of them were elsewhere', () => {
    const { a, b } = processes()
    fail(a, ANN, 4)
    assert.equal(b.begin(ANN, 0).isFirstSlow, true)
    assert.equal(b.begin(ANN, 0).isFirstSlow, false)
    fail(b, ANN, 2)
    assert.equal(a.begin(ANN, 0).isFirstSlow, true)
    assert.equal(a.begin(ANN, 0).isFirstSlow, false)
  })
})

test('a wait never shrinks with more failures, and has an end', () => {
  const failures = fc.integer({ min: 0, max: 10_000 })
  fc.assert(
    fc.property(failures, failures, (a, b) => {
      const [fewer, more] = a < b ? [a, b] : [b, a]
      for (const slowdown of Object.values(SLOWDOWNS)) {
        assert.ok(delayMs(fewer, slowdown) <= delayMs(more, slowdown))
        assert.ok(delayMs(more, slowdown) <= slowdown.capMs)
      }
    }),
  )
})
