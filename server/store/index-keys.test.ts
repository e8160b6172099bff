import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Body, KEY_BYTES_MAX, type Key, StoreLimit } from './engine.ts'
import { compareKeys, entriesOf, isMulti, isSparse, parseField } from './index-keys.ts'

test('a field is a path, a direction and perhaps an array to walk', () => {
  assert.deepEqual(parseField('-variants[].price.amount'), {
    steps: [
      { name: 'variants', each: true },
      { name: 'price', each: false },
      { name: 'amount', each: false },
    ],
    descending: true,
    multi: true,
  })
  assert.deepEqual(parseField('a'), { steps: [{ name: 'a', each: false }], descending: false, multi: false })
})

test('a unique index is sparse, and an index is multi-valued when one of its fields is', () => {
  assert.equal(isSparse({ fields: ['a'], unique: true }), true)
  assert.equal(isSparse({ fields: ['a'] }), false)
  assert.equal(isMulti({ fields: ['a', 'b[].c'] }), true)
  assert.equal(isMulti({ fields: ['a', 'b.c'] }), false)
})

test('a document makes one entry, in which what is missing is null', () => {
  const spec = { fields: ['a', '-b.c', 'd.e.f'] }
  assert.deepEqual(entriesOf(spec, { a: 1, b: { c: 'x' } }), [[1, 'x', null]])
  assert.deepEqual(entriesOf(spec, { a: false, b: null, d: 'text' }), [[false, null, null]])
  assert.deepEqual(entriesOf({ fields: [] }, { a: 1 }), [[]])
})

test('a sparse index has no entry for a document that lacks any field', () => {
  for (const how of [{ sparse: true }, { unique: true }]) {
    const spec = { fields: ['a', 'b'], ...how }
    assert.deepEqual(entriesOf(spec, { a: 0, b: '' }), [[0, '']])
    assert.deepEqual(entriesOf(spec, { a: 1 }), [])
    assert.deepEqual(entriesOf(spec, { a: 1, b: null }), [])
  }
})

test('an array makes an entry for each distinct element, together with the other fields', () => {
  const spec = { fields: ['-at', 'tags[]'] }
  assert.deepEqual(entriesOf(spec, { at: 1, tags: ['x', 'y', 'x', 1, '1'] }), [
    [1, 'x'],
    [1, 'y'],
    [1, 1],
    [1, '1'],
  ])
  for (const tags of [[], null, 'x', { x: 1 }]) assert.deepEqual(entriesOf(spec, { at: 1, tags }), [])
})

test('elements may be objects and arrays of their own', () => {
  const body = { a: [{ b: [{ c: 1 }, { c: 2 }] }, { b: [{ c: 2 }, {}] }, {}] } as unknown as Body
  assert.deepEqual(entriesOf({ fields: ['a[].b[].c'] }, body), [[1], [2], [null]])
  assert.deepEqual(entriesOf({ fields: ['a[].b[].c'], sparse: true }, body), [[1], [2]])
})

test('an index field must lead to a value that can be stored', () => {
  for (const a of [{}, [], [1], Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => entriesOf({ fields: ['a'] }, { a }), TypeError)
})

test('a key may have as many bytes as the limit says, counted in UTF-8', () => {
  const longest = 'é'.repeat(KEY_BYTES_MAX / 2)
  assert.deepEqual(entriesOf({ fields: ['a'] }, { a: longest }), [[longest]])
  assert.throws(
    () => entriesOf({ fields: ['a'] }, { a: `${longest}x` }),
    (error) => error instanceof StoreLimit && error.limit === 'key',
  )
})

test('half a surrogate pair becomes what a database would make of it', () => {
  assert.deepEqual(entriesOf({ fields: ['a[]'] }, { a: ['x\ud83d', 'x\ude00', 'x😀'] }), [
    ['x\ufffd'],
    ['x😀'],
  ])
})

test('keys sort by type, then by value, texts by code point', () => {
  const sorted: Key[] = [
    null,
    false,
    true,
    -Infinity,
    -1,
    0,
    0.5,
    2,
    10,
    Infinity,
    '',
    '10',
    '2',
    'a',
    'a ',
    '\uffee',
    '👕',
  ]
  for (const [i, a] of sorted.entries())
    for (const [j, b] of sorted.entries())
      assert.equal(Math.sign(compareKeys(a, b)), Math.sign(i - j), `${a} ${b}`)
})

test('texts sort as their UTF-8 bytes do', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(Math.sign(compareKeys(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})
