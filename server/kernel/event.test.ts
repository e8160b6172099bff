import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventType } from './event.ts'

test('an event type makes events and tells its name to those who listen', () => {
  const placed = eventType<{ email: string }>('order.placed')
  assert.equal(placed.type, 'order.placed')
  assert.deepEqual(placed('order_1', { email: 'a@example.com' }), {
    type: 'order.placed',
    subject: 'order_1',
    data: { email: 'a@example.com' },
  })
})
