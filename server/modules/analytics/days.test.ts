import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY_MS, HOUR_MS } from '#kernel/clock.ts'
import { daysOf } from './days.ts'

const NOW = Date.UTC(2026, 10, 22, 23, 30)
const startsOf = (timeZone: string, from: string, to = from) =>
  daysOf({ from, to, timeZone }, NOW).starts.map((at) => new Date(at).toISOString().slice(0, 16))
const refusal = (code: string) => (error: unknown) => (error as { code?: string }).code === code

test('the last thirty days are meant where none are said, of the zone’s calendar', () => {
  const { dates, starts } = daysOf({}, NOW)
  assert.deepEqual([dates.length, dates[0], dates.at(-1)], [30, '2026-10-24', '2026-11-22'])
  assert.equal(starts.length, 31)
  assert.equal(daysOf({ timeZone: 'Europe/Berlin' }, NOW).dates.at(-1), '2026-11-23')
  assert.deepEqual(daysOf({ to: '2026-01-02' }, NOW).dates.at(0), '2025-12-04')
})

test('days begin when the zone’s clock says so, whatever its distance from UTC', () => {
  assert.deepEqual(startsOf('America/New_York', '2026-11-20'), ['2026-11-20T05:00', '2026-11-21T05:00'])
  assert.deepEqual(startsOf('Asia/Kolkata', '2026-11-20'), ['2026-11-19T18:30', '2026-11-20T18:30'])
  assert.deepEqual(startsOf('Asia/Kathmandu', '2026-11-20'), ['2026-11-19T18:15', '2026-11-20T18:15'])
  assert.deepEqual(startsOf('Pacific/Kiritimati', '2026-11-20'), ['2026-11-19T10:00', '2026-11-20T10:00'])
})

test('the days on which clocks are changed have 23 and 25 hours', () => {
  const hours = (timeZone: string, date: string) => {
    const [start = 0, end = 0] = daysOf({ from: date, to: date, timeZone }, NOW).starts
    return (end - start) / HOUR_MS
  }
  assert.deepEqual([hours('Europe/Berlin', '2026-03-29'), hours('Europe/Berlin', '2026-10-25')], [23, 25])
  // Clocks in Beirut and Santiago change at midnight.
  assert.deepEqual(startsOf('Asia/Beirut', '2026-03-29')[0], '2026-03-28T22:00')
  assert.equal(hours('America/Santiago', '2026-09-06'), 23)
  assert.equal(hours('America/Santiago', '2026-04-04'), 25)
  assert.equal(hours('Australia/Lord_Howe', '2026-10-04'), 23.5)
})

test('days follow on each other in every zone', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const day = fc.integer({ min: 0, max: 20_000 })
  fc.assert(
    fc.property(zone, day, (timeZone, nth) => {
      const from = new Date(nth * DAY_MS).toISOString().slice(0, 10)
      const to = new Date((nth + 9) * DAY_MS).toISOString().slice(0, 10)
      const { starts } = daysOf({ from, to, timeZone }, NOW)
      for (const [at, start] of starts.slice(1).entries()) assert.ok(start >= (starts[at] ?? 0), timeZone)
    }),
    { numRuns: 60 },
  )
})

test('what is no range and no zone is refused by name', () => {
  for (const range of [
    { from: '2026-11-02', to: '2026-11-01' },
    { from: '2025-11-01', to: '2026-11-02' },
    { from: '2026-02-30' },
    { to: '2026-13-01' },
    // Of years before 100, JavaScript's calendar makes others.
    { from: '0099-12-31', to: '0100-01-01' },
    { from: '1969-12-31', to: '1970-01-01' },
  ]) {
    assert.throws(() => daysOf(range, NOW), refusal('analytics.bad_range'), JSON.stringify(range))
  }
  assert.equal(daysOf({ from: '2024-01-01', to: '2024-12-31' }, NOW).dates.length, 366)
  assert.throws(() => daysOf({ timeZone: 'Europe/Atlantis' }, NOW), refusal('analytics.unknown_zone'))
})
