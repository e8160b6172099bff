import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError, ShopError } from '@marketsquare/sdk'
import { blankCart, estimateAddition } from '../cart/estimate.ts'
import { priceChanges, totalChange } from './price-changes.ts'
import { isMended, isUnanswered, toTrouble } from './trouble.ts'

const refusal = (status: number, code: string, more: object = {}) =>
  new ShopError({ type: '', title: '', status, code, detail: 'No.', requestId: '', ...more })

test('where no answer came, only the same purchase may be sent again', () => {
  const lost = [
    new NetworkError(new Error('reset')),
    refusal(500, 'http.internal'),
    refusal(503, 'http.busy'),
  ]
  for (const error of [...lost, refusal(409, 'idempotency.in_flight')]) {
    assert.ok(isUnanswered(error))
    assert.deepEqual(toTrouble(error), { kind: 'lost' })
  }
  assert.ok(!isUnanswered(refusal(402, 'payment.declined')))
})

test('a declined card brings the reason of the bank', () => {
  const error = refusal(402, 'payment.declined', { reason: 'The card was declined.' })
  assert.deepEqual(toTrouble(error), { kind: 'declined', reason: 'The card was declined.' })
})

test('changed prices are listed; changes made elsewhere are not prices', () => {
  const change = { field: 'total', lineId: null, message: 'The total was 1.', before: null, after: null }
  const priced = refusal(409, 'order.changed', { changes: [change] })
  assert.deepEqual(toTrouble(priced), { kind: 'changed', changes: [change] })
  const elsewhere = refusal(409, 'order.changed', { changes: [{ version: 3, changed: ['lines'] }] })
  assert.deepEqual(toTrouble(elsewhere), { kind: 'changed', changes: [] })
})

test('a cart that was ordered before says as what', () => {
  const error = refusal(409, 'order.checked_out', { order: { number: 'AB12' } })
  assert.deepEqual(toTrouble(error), { kind: 'ordered', number: 'AB12' })
})

test('what nobody foresaw is handed on', () => {
  const error = refusal(404, 'cart.missing')
  assert.deepEqual(toTrouble(error), { kind: 'other', error })
})

test('a price that changed while the page was read is told, another quantity is not', () => {
  const item = {
    variantId: 'var_1',
    quantity: 1,
    productId: 'prod_1',
    handle: 'cup',
    title: 'Cup',
    variantTitle: null,
    image: null,
    unitPrice: { amount: 700, currency: 'USD' },
  }
  const seen = estimateAddition(item)(blankCart('USD'))
  const dearer = estimateAddition({ ...item, unitPrice: { amount: 800, currency: 'USD' } })(blankCart('USD'))
  assert.deepEqual(
    priceChanges(seen, dearer).map(({ before, after }) => [before?.amount, after?.amount]),
    [[700, 800]],
  )
  assert.deepEqual(priceChanges(seen, estimateAddition(item)(seen)), [])
  assert.equal(totalChange(seen, seen), undefined)
})

test('a shortage is over once the cart asks for no more than there is', () => {
  const trouble = { kind: 'short', lines: [{ lineId: 'line_1', variantId: 'var_1', available: 2 }] } as const
  assert.ok(!isMended(trouble, [{ variantId: 'var_1', quantity: 3 }]))
  assert.ok(isMended(trouble, [{ variantId: 'var_1', quantity: 2 }]))
  assert.ok(isMended(trouble, [{ variantId: 'var_2', quantity: 9 }]))
  assert.ok(!isMended({ kind: 'declined', reason: 'No.' }, []))
})
