import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError, ShopError } from '@marketsquare/sdk'
import { explain, fieldErrors, isStale } from './explain.ts'

const aShopError = (code: string, status: number, more: object = {}) =>
  new ShopError({
    type: 'about:blank',
    title: 'No',
    status,
    code,
    detail: 'The shop says no.',
    requestId: 'req_1',
    ...more,
  })

test('a refusal that is known is told in words of these pages', () => {
  assert.match(explain(aShopError('access.forbidden', 403)).title, /role/)
  assert.match(explain(aShopError('http.precondition_failed', 412)).title, /faster/)
})

test('any other refusal is told in the words of the shop', () => {
  assert.equal(explain(aShopError('order.not_paid', 409)).message, 'The shop says no.')
})

test('a fault of the shop names the request, so that it is found in the log', () => {
  assert.match(explain(aShopError('http.internal', 500)).message, /req_1/)
})

test('a lost connection says that nothing is lost', () => {
  assert.match(explain(new NetworkError(new TypeError('failed'))).message, /connection/)
})

test('what is no answer of the shop is a fault of the page', () => {
  assert.match(explain(new TypeError('x is undefined')).title, /page/)
})

test('fields that were refused are told by their paths', () => {
  const errors = [
    { field: 'variants.0.sku', reason: 'must NOT have fewer than 1 characters' },
    { field: 'title', reason: 'must NOT have more than 200 characters' },
    { field: 'percent', reason: 'must be <= 100' },
    { field: 'code', reason: 'must match pattern "^[A-Z]$"' },
    { field: 'handle', reason: 'is taken by another product' },
  ]
  assert.deepEqual(fieldErrors(aShopError('http.invalid', 422, { errors })), {
    'variants.0.sku': 'Fill this in.',
    title: 'At most 200 characters.',
    percent: 'Not more than 100.',
    code: 'This is not of the form that is wanted.',
    handle: 'Is taken by another product.',
  })
  assert.deepEqual(fieldErrors(new TypeError('x')), {})
})

test('only a version that is out of date is stale', () => {
  assert.equal(isStale(aShopError('http.precondition_failed', 412)), true)
  assert.equal(isStale(aShopError('http.invalid', 422)), false)
})
