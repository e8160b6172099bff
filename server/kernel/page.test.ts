import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Fault } from './fault.ts'
import { type CursorPart, fromCursor, mapPage, toCursor } from './page.ts'

const parts = fc.array(
  fc.oneof(fc.string({ maxLength: 40 }), fc.integer(), fc.boolean(), fc.constant(null)),
  { minLength: 1, maxLength: 4 },
)

const refused = (cursor: string, length: number) =>
  assert.throws(
    () => fromCursor(cursor, length),
    (error: unknown) => error instanceof Fault && error.code === 'page.bad_cursor' && error.status === 400,
    JSON.stringify(cursor),
  )

test('a cursor comes back as the keys it was made of', () => {
  fc.assert(
    fc.property(parts, (keys: CursorPart[]) => {
      const cursor = toCursor(keys)
      assert.match(cursor, /^[\w-]*$/)
      assert.deepEqual(fromCursor(cursor, keys.length), keys)
    }),
  )
})

test('a cursor of another list, with more or fewer keys, is a 400', () => {
  fc.assert(
    fc.property(parts, (keys) => {
      refused(toCursor(keys), keys.length + 1)
      refused(toCursor(keys), keys.length - 1)
    }),
  )
})

test('whatever else is sent as a cursor is a 400, never a 500', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => refused(`${text}!`, 2)))
  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const hostile of [
    '',
    'e30',
    made({ length: 2, 0: 'a', 1: 'b' }),
    made([['nested'], 1]),
    made([{ $gt: '' }, 1]),
    made('ab'),
    made(null),
    made([1, 2]).slice(0, -2),
    'A'.repeat(2_001),
    'A'.repeat(10_000_000),
  ]) {
    refused(hostile, 2)
  }
})

test('a page is mapped with its cursor', () => {
  assert.deepEqual(
    mapPage({ data: [1, 2], next: 'x' }, (each) => each * 2),
    { data: [2, 4], next: 'x' },
  )
})
