import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aStorage } from '../checkout/storage.fixture.ts'
import { forgetOrders, keepOrder, keptOrder } from './kept-orders.ts'
import { pauseMsAfter } from './pause.ts'
import { type Order, stepsOf } from './steps.ts'

const lines = [{ requiresShipping: true }] as unknown as Order['lines']
const parcel = [{}] as unknown as Order['fulfilments']
const said = (status: Order['status'], fulfilments: Order['fulfilments'] = []) =>
  stepsOf({ status, fulfilments, lines }).map(({ name, state }) => `${name} ${state}`)

test('an order goes from ordered over paid to shipped', () => {
  assert.deepEqual(said('pending'), ['ordered now', 'paid next', 'shipped next'])
  assert.deepEqual(said('placed'), ['ordered done', 'paid now', 'shipped next'])
  assert.deepEqual(said('paid'), ['ordered done', 'paid done', 'shipped now'])
  assert.deepEqual(said('paid', parcel), ['ordered done', 'paid done', 'partly now'])
  assert.deepEqual(said('fulfilled', parcel), ['ordered done', 'paid done', 'shipped done'])
})

test('a cancelled order ends there', () => {
  assert.deepEqual(said('cancelled'), ['ordered done', 'cancelled done'])
})

test('what is not shipped has no parcel to wait for', () => {
  const none = [{ requiresShipping: false }] as unknown as Order['lines']
  assert.equal(stepsOf({ status: 'paid', fulfilments: [], lines: none }).length, 2)
})

test('an undecided order is looked at less and less often', () => {
  const pauses = [1, 2, 5, 50].map(pauseMsAfter)
  assert.deepEqual(
    pauses,
    [...pauses].sort((a, b) => a - b),
  )
  assert.equal(pauses.at(-1), 20_000)
})

test('what is known of an order adds up, and orders do not mix', () => {
  const storage = aStorage()
  keepOrder(storage, 'order_1', { token: 'ord_a' })
  keepOrder(storage, 'order_1', { cartId: 'cart_1', isPending: true })
  assert.deepEqual(keptOrder(storage, 'order_1'), { token: 'ord_a', cartId: 'cart_1', isPending: true })
  assert.deepEqual(keptOrder(storage, 'order_2'), {})
})

test('a cart is given back once, and its order is known to have failed still', () => {
  const storage = aStorage()
  keepOrder(storage, 'order_1', { cartId: 'cart_1', isPending: true })
  keepOrder(storage, 'order_1', { cartId: undefined })
  assert.deepEqual(keptOrder(storage, 'order_1'), { isPending: true })
})

test('who signs out leaves no key to an order behind', () => {
  const storage = aStorage()
  keepOrder(storage, 'order_1', { token: 'ord_a' })
  forgetOrders(storage)
  assert.deepEqual(keptOrder(storage, 'order_1'), {})
})
