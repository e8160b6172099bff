import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toLines } from './address-lines.ts'

const ada = { name: 'Ada Buyer', line1: '1 Main Street', city: 'New York', countryCode: 'US' }

test('in the States the code stands behind city and state', () => {
  assert.deepEqual(toLines({ ...ada, region: 'NY', postalCode: '10001' }, 'United States'), [
    'Ada Buyer',
    '1 Main Street',
    'New York, NY 10001',
    'United States',
  ])
})

test('in Germany the code stands before the city', () => {
  const lines = toLines(
    { ...ada, company: 'Ada GmbH', line2: 'Hof', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    'Germany',
  )
  assert.deepEqual(lines, ['Ada Buyer', 'Ada GmbH', '1 Main Street', 'Hof', '10115 Berlin', 'Germany'])
})

test('what is not there leaves no empty line', () => {
  assert.deepEqual(toLines({ ...ada, line2: '' }, ''), ['Ada Buyer', '1 Main Street', 'New York'])
})
