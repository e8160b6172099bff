import assert from 'node:assert/strict'
import { test } from 'node:test'
import { change, isChange } from './change.ts'
import { eventType } from './event.ts'

const paid = eventType<{ amount: number }>('order.paid')

test('a change carries the next document and what happened, in order', () => {
  const next = { id: 'order_1' }
  const result = change(next, paid('order_1', { amount: 1 }), paid('order_1', { amount: 2 }))
  assert.equal(result.next, next)
  assert.deepEqual(
    result.events.map((event) => event.data),
    [{ amount: 1 }, { amount: 2 }],
  )
  assert.deepEqual(change(next).events, [])
})

test('a document is never taken for a change, even if it looks like one', () => {
  const document = { id: 'x_1', revision: 1, next: { id: 'y' }, events: [] }
  assert.equal(isChange(document), false)
  assert.equal(isChange(change(document)), true)
  assert.equal(isChange(JSON.parse(JSON.stringify(change(document)))), false)
})
