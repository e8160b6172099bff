import assert from 'node:assert/strict'
import test from 'node:test'
import type { Lease } from './lease.ts'
import { createQueue, QUEUE_MAX } from './queue.ts'

const aLease = (id: string): Lease => ({
  id,
  kind: 'tests.any',
  waitingSince: 0,
  revision: 1,
  until: 0,
  pinned: true,
  renewal: undefined,
})

test('first come, first served', () => {
  const queue = createQueue()
  for (const id of ['a', 'b', 'c']) queue.push(aLease(id))
  assert.deepEqual([queue.shift()?.id, queue.shift()?.id], ['a', 'b'])
  assert.deepEqual([queue.has('b'), queue.has('c'), queue.length], [false, true, 1])
})

test('a full queue takes no more until there is room', () => {
  const queue = createQueue()
  for (let at = 0; at < QUEUE_MAX; at++) assert.equal(queue.push(aLease(`task_${at}`)), true)
  assert.equal(queue.push(aLease('one too many')), false)
  assert.equal(queue.has('one too many'), false)
  queue.shift()
  assert.equal(queue.push(aLease('next')), true)
})

test('an ended queue is empty and stays so', () => {
  const queue = createQueue()
  queue.push(aLease('a'))
  queue.end()
  assert.equal(queue.push(aLease('b')), false)
  assert.deepEqual([queue.length, queue.has('a'), queue.shift()], [0, false, undefined])
})
