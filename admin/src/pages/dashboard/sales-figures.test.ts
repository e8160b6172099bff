import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, dayAgo, dayLabel, sumOf } from './sales-figures.ts'

test('the average is that of all orders, and nothing without any', () => {
  const days = [
    { date: '2026-11-21', orders: 2, sales: 3000, refunds: 0 },
    { date: '2026-11-22', orders: 1, sales: 1001, refunds: 500 },
  ]
  assert.deepEqual(sumOf(days), { sales: 4001, orders: 3, refunds: 500, average: 1334 })
  assert.equal(sumOf([]).average, 0)
})

test('a change is told in percent, and not at all where there was nothing before', () => {
  assert.equal(changeOf(112, 100), '+12 %')
  assert.equal(changeOf(50, 100), '−50 %')
  assert.equal(changeOf(100, 100), '±0 %')
  assert.equal(changeOf(5, 0), null)
})

test('days are told by the calendar', () => {
  assert.match(dayAgo(0), /^\d{4}-\d\d-\d\d$/)
  assert.equal(dayLabel('2026-11-02'), 'Nov 2')
})
