import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blankCart } from '../cart/estimate.ts'
import {
  contactOf,
  type Draft,
  draftOf,
  dropDraft,
  newsIn,
  readDraft,
  writeDraft,
  wrongBy,
  wrongIn,
} from './draft.ts'
import { aStorage } from './storage.fixture.ts'

const blank = draftOf({ ...blankCart('EUR'), countryCode: 'DE' }, null)
const shipping = { ...blank.shipping, name: 'Ada', line1: 'Hauptstr. 1', city: 'Berlin', postalCode: '10115' }
const whole: Draft = { ...blank, email: 'ada@example.com', shipping }

test('what is typed is found again after a reload, until there is an order', () => {
  const storage = aStorage()
  assert.equal(readDraft(storage, null), undefined)
  writeDraft(storage, whole)
  assert.deepEqual(readDraft(storage, null), whole)
  dropDraft(storage)
  assert.equal(readDraft(storage, null), undefined)
})

test('who signs in keeps what they typed, and nobody sees what another account typed', () => {
  const storage = aStorage()
  writeDraft(storage, whole)
  assert.deepEqual(readDraft(storage, 'user_1'), { ...whole, owner: 'user_1' })
  writeDraft(storage, { ...whole, owner: 'user_1' })
  assert.equal(readDraft(storage, null), undefined)
  assert.equal(readDraft(storage, 'user_2'), undefined)
})

test('what is missing is named by its place in the form', () => {
  assert.deepEqual(Object.keys(wrongIn(blank, true)), [
    'email',
    'shipping.name',
    'shipping.line1',
    'shipping.city',
    'shipping.postalCode',
  ])
  assert.deepEqual(wrongIn({ ...whole, email: 'ada' }, true), { email: 'invalid' })
  assert.deepEqual(wrongIn({ ...whole, hasOtherBilling: true }, false)['billing.city'], 'missing')
})

test('only what is complete is saved, and only what the shop was not told', () => {
  assert.deepEqual(contactOf(blank, true), { billingAddress: null })
  const contact = contactOf(whole, true)
  assert.deepEqual(Object.keys(contact), ['email', 'shippingAddress', 'billingAddress'])
  assert.equal(newsIn(contact, contact), undefined)
  assert.deepEqual(newsIn(contact, { ...contact, email: null }), { email: 'ada@example.com' })
})

test('fields that the shop refused are found in the form', () => {
  const refused = ['shippingAddress.city', 'shippingAddress', 'email', 'version']
  assert.deepEqual(wrongBy(refused), { 'shipping.city': 'invalid', email: 'invalid' })
})
