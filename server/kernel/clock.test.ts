import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS, systemClock, toTimestamp } from './clock.ts'

test('times are shown in RFC 3339 with milliseconds, in UTC', () => {
  assert.equal(toTimestamp(Date.UTC(2026, 10, 22, 7, 15)), '2026-11-22T07:15:00.000Z')
  assert.equal(toTimestamp(DAY_MS), '1970-01-02T00:00:00.000Z')
})

test('the system clock counts milliseconds', () => {
  const before = Date.now()
  const now = systemClock.now()
  assert.ok(Number.isInteger(now) && now >= before && now <= Date.now())
})
