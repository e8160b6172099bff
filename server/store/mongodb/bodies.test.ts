import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BSON } from 'mongodb'
import type { Body } from '#store/engine.ts'
import { fromBsonBody, toBsonBody } from './bodies.ts'

/** There and back, as the driver does it. */
function pass(body: Body): Body {
  const { body: written, odd, bytesAtMost } = toBsonBody(body)
  const bytes = BSON.serialize(written)
  assert.ok(bytes.length <= bytesAtMost + 5, `${bytes.length} > ${bytesAtMost}`)
  assert.ok(Buffer.byteLength(JSON.stringify(body)) <= bytesAtMost + 2)
  const read = BSON.deserialize(bytes)
  return odd ? fromBsonBody(read) : (read as Body)
}

const parse = (text: string) => JSON.parse(text) as Body

test('a body comes back as JSON would bring it back', () => {
  const odd = fc.constantFrom(
    '',
    '$a',
    'a.b',
    '~',
    '~json',
    '~~',
    '__proto__',
    '_bsontype',
    'json',
    '$ref',
    '\ud800',
  )
  const key = fc.oneof(odd, fc.string(), fc.string({ unit: 'binary' }))
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, false),
      fc.double(),
      fc.integer(),
      fc.maxSafeInteger(),
      key,
      fc.array(tie('json'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('json')), { maxLength: 4 }).map((all) => parse(toObjectText(all))),
    ),
  }))
  const body = fc.array(fc.tuple(key, json), { maxLength: 5 }).map((all) => parse(toObjectText(all)))
  fc.assert(
    fc.property(body, (each) => assert.deepEqual(pass(each), each)),
    { numRuns: 1_000 },
  )
})

/** Written by hand: in a literal, `__proto__` would not be a name like any other. */
const toObjectText = (entries: readonly (readonly [string, unknown])[]) =>
  `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`

test('names that would be taken for references or types are plain names', () => {
  const body = parse(
    '{"a":{"$ref":"x","$id":1},"b":{"_bsontype":"ObjectId","id":"x"},"c":{"__proto__":{"d":1}}}',
  )
  assert.deepEqual(pass(body), body)
  assert.equal(Object.getPrototypeOf(pass(body).c), Object.prototype)
})

test('a body nested deeper than MongoDB allows is kept', () => {
  const deep = parse(`${'{"a":['.repeat(400)}1${']}'.repeat(400)}`)
  assert.deepEqual(pass(deep), deep)
})

test('integers are written as integers, everything else as doubles', () => {
  const { body } = toBsonBody({
    small: -5,
    large: 2 ** 53 - 1,
    edge: -(2 ** 31),
    half: 0.5,
    huge: 1e300,
    zero: -0,
  })
  const types = BSON.deserialize(BSON.serialize(body), { promoteValues: false })
  const names = Object.entries(types).map(
    ([name, value]) => `${name} ${(value as { _bsontype: string })._bsontype}`,
  )
  assert.deepEqual(names, [
    'small Int32',
    'large Long',
    'edge Long',
    'half Double',
    'huge Double',
    'zero Int32',
  ])
})

test('what is no JSON goes as it would with JSON', () => {
  const body = { a: undefined, b: [undefined, NaN], c: new Date(0), d: Infinity } as unknown as Body
  assert.deepEqual(pass(body), parse(JSON.stringify(body)))
})
