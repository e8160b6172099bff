import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { connectStandIn, failureOf, thingsOf } from './client.fixture.ts'
import { compareValues, invert, KEY_END, toKey } from './order.ts'

test('a unique index refuses with its pattern and the value', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.createIndex({ code: 1 }, { unique: true, sparse: true, name: 'byCode' })
  await things.createIndex({ 'variants.sku': 1 }, { unique: true, sparse: true, name: 'bySku' })
  await things.insertMany([
    { _id: 'a', code: 'x', variants: [{ sku: '1' }, { sku: '2' }] },
    { _id: 'b' },
    { _id: 'c' },
  ])
  const { message, ...failure } = await failureOf(things.insertOne({ _id: 'd', code: 'x' }))
  assert.deepEqual(failure, {
    code: 11000,
    codeName: undefined,
    keyPattern: { code: 1 },
    keyValue: { code: 'x' },
    errorLabels: [],
  })
  assert.match(
    message,
    /^E11000 duplicate key error collection: test.things index: byCode dup key: \{ code: "x" \}$/,
  )
  const taken = await failureOf(
    things.updateOne({ _id: 'b' }, { $set: { variants: [{ sku: '3' }, { sku: '2' }] } }),
  )
  assert.deepEqual(taken.keyValue, { 'variants.sku': '2' })
  assert.deepEqual((await failureOf(things.insertOne({ _id: 'a' }))).keyPattern, { _id: 1 })
  await things.updateOne({ _id: 'a' }, { $unset: { code: '' } })
  await things.insertOne({ _id: 'd', code: 'x' })
})

test('a partial unique index holds only what it is for', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  const partialFilterExpression = { code: { $exists: true, $type: 'string' } }
  await things.createIndex({ code: 1 }, { unique: true, partialFilterExpression })
  await things.insertMany([
    { _id: 'a', code: null },
    { _id: 'b', code: null },
    { _id: 'c', code: 'x' },
  ])
  assert.equal((await failureOf(things.insertOne({ _id: 'd', code: 'x' }))).code, 11000)
  assert.equal(await things.countDocuments({ code: null }), 2)
  assert.equal(await things.countDocuments({ code: 'x' }), 1)
})

test('indexes are listed, found again, refused in another shape, and dropped', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertMany([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  assert.equal((await failureOf(things.createIndex({ n: 1 }, { unique: true }))).code, 11000)
  await things.createIndex({ n: 1 }, { name: 'byN' })
  await things.createIndex({ n: 1 }, { name: 'byN' })
  assert.equal((await failureOf(things.createIndex({ n: -1 }, { name: 'byN' }))).code, 86)
  assert.equal((await failureOf(things.createIndex({ n: 1 }, { name: 'other' }))).code, 85)
  assert.deepEqual(await things.listIndexes().toArray(), [
    { v: 2, key: { _id: 1 }, name: '_id_' },
    { v: 2, key: { n: 1 }, name: 'byN' },
  ])
  await things.dropIndex('byN')
  assert.equal((await failureOf(things.dropIndex('byN'))).code, 27)
  assert.deepEqual(await client.db('test').listCollections({}, { nameOnly: true }).toArray(), [
    { name: 'things', type: 'collection' },
  ])
  await client.db('test').dropDatabase()
  assert.deepEqual(await client.db('test').listCollections().toArray(), [])
})

test('two arrays in one index are refused', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.createIndex({ a: 1, b: 1 })
  for (let tries = 0; tries < 2; tries++) {
    assert.equal((await failureOf(things.insertOne({ _id: 1, a: [1], b: [2] }))).code, 171)
  }
  await things.insertOne({ _id: 1, a: [1], b: 2 })
})

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(0.5, 1.5),
  fc.constantFrom('', 'a', 'a\u0000', 'b', '\ue000', '👕'),
)
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }))
const doc = fc.record(
  { a: value, b: scalar, c: fc.array(fc.record({ d: scalar, e: scalar }), { maxLength: 2 }) },
  { requiredKeys: [] },
)
const condition = fc.oneof(
  scalar,
  fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne', '$eq'), scalar)
    .map(([op, to]) => ({ [op]: to })),
  fc.tuple(scalar, scalar).map(([from, to]) => ({ $gte: from, $lt: to })),
)
const part = fc.oneof(
  fc.record({ a: condition, b: condition }, { requiredKeys: [] }),
  fc.record({ 'c.d': condition, 'c.e': condition }, { requiredKeys: [] }),
  fc.record({ d: scalar, e: condition }).map((inner) => ({ c: { $elemMatch: inner } })),
)
const filter = fc.oneof(
  part,
  fc.array(part, { minLength: 1, maxLength: 3 }).map(($or) => ({ $or })),
  fc.tuple(part, part).map(($and) => ({ $and })),
)
const sort = fc.constantFrom<Record<string, 1 | -1>>(
  { _id: 1 },
  { _id: -1 },
  { a: 1, _id: 1 },
  { a: -1, b: 1, _id: 1 },
  { b: -1, _id: -1 },
  { 'c.d': 1, _id: 1 },
)

test('an index finds what a walk through all documents finds, in the same order', async (t) => {
  const { client } = await connectStandIn(t)
  const db = client.db('test')
  let round = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(doc, { maxLength: 12 }),
      fc.array(fc.tuple(filter, sort), { maxLength: 8 }),
      async (docs, queries) => {
        round += 1
        const things = db.collection<{ _id: unknown }>(`things${round}`)
        await things.createIndexes([
          { key: { a: 1, b: -1 } },
          { key: { a: -1, _id: 1 } },
          { key: { b: -1, a: 1 } },
          { key: { 'c.d': 1, 'c.e': 1 } },
          { key: { b: 1 }, sparse: true },
          { key: { a: 1 }, partialFilterExpression: { a: { $gt: 0 } } },
        ])
        if (docs.length > 0) await things.insertMany(docs.map((each, at) => ({ _id: at, ...each })))
        for (const [where, order] of queries) {
          const walked = await things.find(where).sort(order).hint({ $natural: 1 }).toArray()
          const found = await things.find(where).sort(order).limit(100).toArray()
          assert.deepEqual(found, walked, JSON.stringify({ where, order }))
          const byHint = await things.find(where).sort(order).hint({ a: 1, b: -1 }).toArray()
          assert.deepEqual(byHint, walked, JSON.stringify({ where, order }))
        }
        await things.drop()
      },
    ),
    { numRuns: 60 },
  )
})

test('keys sort as their values do, in both directions and inside compounds', () => {
  fc.assert(
    fc.property(fc.tuple(scalar, scalar), fc.tuple(scalar, scalar), (left, right) => {
      const keyOf = ([a, b]: readonly [unknown, unknown]) => invert(toKey(a)) + toKey(b) + KEY_END
      const expected = -compareValues(left[0], right[0]) || compareValues(left[1], right[1])
      const [a, b] = [keyOf(left), keyOf(right)]
      assert.equal(Math.sign(a < b ? -1 : a > b ? 1 : 0), Math.sign(expected))
    }),
  )
})
