import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exponentOf } from '../server/kernel/money.ts'
import { digitsOf } from './digits.ts'

test('amounts have as many digits for a program as for the shop', () => {
  for (const currency of [...Intl.supportedValuesOf('currency'), 'CLF', 'UYW']) {
    assert.equal(digitsOf(currency), exponentOf(currency), currency)
  }
})
