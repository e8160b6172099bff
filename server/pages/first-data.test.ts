import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReader } from './first-data.ts'

const answer = (nth: number, chars: number) => ({ json: JSON.stringify('x'.repeat(chars)), etag: `"${nth}"` })

test('an answer that is asked for again and again is parsed once', () => {
  const read = createReader()
  const found = { json: '{"a":1}', etag: '"1"' }
  const first = read(found)
  assert.deepEqual(first, { a: 1 })
  for (let nth = 2; nth < 400; nth++) {
    read(answer(nth, 10))
    assert.equal(read({ ...found }), first)
  }
  const own = { json: '{"a":1}', etag: undefined }
  assert.notEqual(read(own), read(own))
  assert.equal(read('failed'), undefined)
})

test('large answers are not kept for long, however few they are: lists change with every sale', () => {
  const read = createReader()
  const list = { json: JSON.stringify([{ title: 'x'.repeat(100_000) }]), etag: '"list"' }
  const first = read(list)
  for (let nth = 0; nth < 100; nth++) read(answer(nth, 100_000))
  assert.notEqual(read(list), first)
})
