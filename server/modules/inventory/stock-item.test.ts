import assert from 'node:assert/strict'
import { test } from 'node:test'
import { availableOf, newStock, QUANTITY_MAX, setStock } from './stock-item.ts'

const item = newStock('var_1', { onHand: 5 }, 1_000)

test('a new item is tracked, without back orders, and empty unless told otherwise', () => {
  assert.deepEqual(newStock('var_1', {}, 1_000), {
    id: 'var_1',
    revision: 0,
    onHand: 0,
    tracked: true,
    backorder: false,
    updatedAt: 1_000,
  })
})

test('what can be bought is what is on hand', () => {
  assert.equal(availableOf(item), 5)
})

test('nothing can be bought of what is owed to others, or of what there is no stock for', () => {
  assert.equal(availableOf({ ...item, onHand: -2 }), 0)
  assert.equal(availableOf(undefined), 0)
})

test('untracked things and those with back orders do not run out', () => {
  assert.equal(availableOf({ ...item, tracked: false, onHand: 0 }), QUANTITY_MAX)
  assert.equal(availableOf({ ...item, backorder: true, onHand: -7 }), QUANTITY_MAX)
})

test('setting stock changes what is named and nothing else', () => {
  assert.deepEqual(setStock(item, { onHand: 0 }, 2_000), { ...item, onHand: 0, updatedAt: 2_000 })
  const asked = { ...item, tracked: false, updatedAt: 2_000 }
  assert.deepEqual(setStock(item, { tracked: false }, 2_000), asked)
})
