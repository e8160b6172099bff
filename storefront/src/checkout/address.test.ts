import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blankAddress, isEmail, missingIn, toAddress, toDraft } from './address.ts'

const ada = { name: 'Ada', line1: '1 Main Street', city: 'New York', region: 'NY', postalCode: '10001' }

test('a blank address lacks what its country needs, in the order of the page', () => {
  assert.deepEqual(missingIn(blankAddress('US')), ['name', 'line1', 'city', 'region', 'postalCode'])
  assert.deepEqual(missingIn(blankAddress('DE')), ['name', 'line1', 'city', 'postalCode'])
  assert.deepEqual(missingIn(blankAddress('HK')), ['name', 'line1', 'city'])
})

test('spaces are not an address', () => {
  assert.deepEqual(missingIn({ ...blankAddress('US'), ...ada, city: '  ' }), ['city'])
})

test('fields that were left empty are not sent, and come back empty', () => {
  const draft = { ...blankAddress('US'), ...ada, name: ' Ada ' }
  const address = toAddress(draft)
  assert.deepEqual(address, { ...ada, countryCode: 'US' })
  assert.deepEqual(toDraft(address), { ...draft, name: 'Ada' })
})

test('an e-mail address is whole or is not one', () => {
  for (const right of ['ada@example.com', ' ada@mail.example.com ']) assert.ok(isEmail(right), right)
  for (const wrong of ['', 'ada', 'ada@example', 'ada@@example.com', 'a b@example.com', 'ada@example.']) {
    assert.ok(!isEmail(wrong), wrong)
  }
})
