import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toText } from './money-text.ts'

/** Without the spaces, of which there are several kinds. */
const written = (amount: number, currency: string, locale = 'en') =>
  toText({ amount, currency }, locale).replace(/\s/g, '')

test('an amount has the digits that its currency has', () => {
  assert.equal(written(1999, 'USD'), '$19.99')
  assert.equal(written(1999, 'JPY'), '¥1,999')
  assert.equal(written(1999, 'KWD'), 'KWD1.999')
  assert.equal(written(-500, 'EUR', 'de'), '-5,00€')
})

test('what custom rounds away is charged all the same, and shown', () => {
  assert.equal(written(199_000, 'HUF'), 'HUF1,990.00')
  assert.equal(written(1999, 'IQD'), 'IQD1.999')
})
