import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginPurchase, endPurchase, openPurchase } from './purchase.ts'
import { aStorage } from './storage.fixture.ts'

const keys = () => {
  let last = 0
  return () => `key${++last}`
}

const wish = { cartId: 'cart_1', version: 3, payment: { provider: 'test', token: 'success' } }

test('the same purchase has the same key, however often it is begun', () => {
  const [storage, newKey] = [aStorage(), keys()]
  const first = beginPurchase(storage, wish, newKey)
  assert.deepEqual(beginPurchase(storage, { ...wish }, newKey), first)
  assert.deepEqual(openPurchase(storage), first)
})

test('another card, or other prices, is another decision', () => {
  const [storage, newKey] = [aStorage(), keys()]
  const first = beginPurchase(storage, wish, newKey)
  const card = beginPurchase(storage, { ...wish, payment: { provider: 'test', token: 'declined' } }, newKey)
  const price = beginPurchase(storage, { ...wish, version: 4 }, newKey)
  assert.equal(new Set([first.key, card.key, price.key]).size, 3)
})

test('once there was an answer, the next try has a key of its own', () => {
  const [storage, newKey] = [aStorage(), keys()]
  const { key } = beginPurchase(storage, wish, newKey)
  endPurchase(storage)
  assert.equal(openPurchase(storage), undefined)
  assert.notEqual(beginPurchase(storage, wish, newKey).key, key)
})
