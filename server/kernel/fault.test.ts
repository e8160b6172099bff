import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault, faults } from './fault.ts'

const cartFaults = faults('cart', {
  closed: [409, 'This cart has already been checked out.'],
  noSuchLine: [404, 'This cart has no such line.'],
})

test('a code is the area and the name in snake case', () => {
  assert.equal(cartFaults.closed.code, 'cart.closed')
  assert.equal(cartFaults.noSuchLine.code, 'cart.no_such_line')
  assert.equal(cartFaults.noSuchLine.status, 404)
})

test('a raised fault is an error with the declared code, status and message', () => {
  const fault = cartFaults.closed()
  assert.ok(fault instanceof Fault && fault instanceof Error)
  assert.deepEqual(
    [fault.code, fault.status, fault.message, fault.details, fault.name],
    ['cart.closed', 409, 'This cart has already been checked out.', undefined, 'Fault'],
  )
  assert.equal('cause' in fault, false)
})

test('message, details and cause are of the case at hand', () => {
  const cause = new Error('socket hang up')
  const fault = cartFaults.closed({ message: 'Cart 7 is closed.', details: { id: 7 }, cause })
  assert.equal(fault.message, 'Cart 7 is closed.')
  assert.deepEqual(fault.details, { id: 7 })
  assert.equal(fault.cause, cause)
  assert.equal(cartFaults.closed().message, 'This cart has already been checked out.')
})
