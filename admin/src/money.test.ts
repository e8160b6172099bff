import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { digitsOf, formatMoney, symbolOf, toMajor, toMinor } from './money.ts'

test('an amount is the same after it was typed and read again, in currencies of any digits', () => {
  const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CHF')
  const minor = fc.integer({ min: 0, max: 10_000_000_000 })
  fc.assert(fc.property(minor, currency, (amount, code) => toMinor(toMajor(amount, code), code) === amount))
})

test('money is written as its currency is', () => {
  assert.equal(formatMoney({ amount: 1999, currency: 'USD' }), '$19.99')
  assert.equal(formatMoney({ amount: 1999, currency: 'JPY' }), '¥1,999')
  assert.equal(formatMoney({ amount: 199_000, currency: 'HUF' }).replace(/\s/g, ''), 'HUF1,990.00')
  assert.equal(toMinor(1990, 'HUF'), 199_000)
  assert.equal(digitsOf('KWD'), 3)
  assert.equal(symbolOf('EUR'), '€')
})
