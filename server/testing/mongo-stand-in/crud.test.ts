import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BSON, Double, Long } from 'mongodb'
import { connectStandIn, failureOf, type Thing, thingsOf } from './client.fixture.ts'

/** Collections by their namespaces, as `bulkWrite` names them. */
type Spaces = { 'test.things': Thing; 'test.others': Thing }

const idsOf = (docs: readonly { _id: unknown }[]) => docs.map(({ _id }) => _id).join(' ')

test('documents are written, found, changed and removed', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertMany([
    { _id: 'a', n: 1, tags: ['x', 'y'], address: { city: 'Ulm' } },
    { _id: 'b', n: 2, tags: [] },
    { _id: 'c', n: null },
    { _id: 'd' },
  ])
  const found = async (filter: object) => idsOf(await things.find(filter).toArray())
  assert.equal(await found({ tags: 'y' }), 'a')
  assert.equal(await found({ 'address.city': { $in: ['Ulm', 'Bonn'] } }), 'a')
  assert.equal(await found({ n: null }), 'c d')
  assert.equal(await found({ n: { $exists: true } }), 'a b c')
  assert.equal(await found({ n: { $type: 'int', $ne: 2 } }), 'a')
  assert.equal(await found({ $or: [{ n: { $gt: 1 } }, { tags: { $size: 2 } }] }), 'a b')
  assert.equal(await found({ $expr: { $eq: [{ $size: { $ifNull: ['$tags', []] } }, 0] } }), 'b c d')
  assert.equal(await found({ n: { $not: { $gte: 2 } } }), 'a c d')
  assert.equal(await found({ n: { $gt: 'text' } }), '')
  const updated = await things.updateMany(
    { n: { $gte: 1 } },
    { $inc: { n: 10 }, $set: { 'address.zip': '1' } },
  )
  assert.deepEqual([updated.matchedCount, updated.modifiedCount], [2, 2])
  assert.deepEqual(await things.findOne({ _id: 'b' }), { _id: 'b', n: 12, tags: [], address: { zip: '1' } })
  assert.equal((await things.updateOne({ _id: 'b' }, { $set: { n: 12 } })).modifiedCount, 0)
  const before = await things.findOneAndUpdate({ _id: 'a' }, { $unset: { tags: '' } })
  assert.deepEqual(before?.tags, ['x', 'y'])
  await things.replaceOne({ _id: 'c' }, { whole: true })
  assert.deepEqual(await things.findOne({ _id: 'c' }), { _id: 'c', whole: true })
  assert.equal((await things.deleteMany({ n: { $gt: 0 } })).deletedCount, 2)
  assert.equal(await things.countDocuments({}), 2)
})

test('an upsert makes a document of its filter and what is set on insert', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  const update = { $setOnInsert: { made: true }, $inc: { n: 1 } }
  const first = await things.updateOne({ _id: 'a', kind: 'k' }, update, { upsert: true })
  assert.equal(first.upsertedId, 'a')
  await things.updateOne({ _id: 'a', kind: 'k' }, update, { upsert: true })
  assert.deepEqual(await things.findOne({}), { _id: 'a', kind: 'k', made: true, n: 2 })
})

test('an update may be a pipeline that computes from the document', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertOne({ _id: 'a', count: 5, floor: 0 })
  const take = (by: number) =>
    things.updateOne({ _id: 'a', $expr: { $gte: [{ $subtract: ['$count', by] }, '$floor'] } }, [
      {
        $set: {
          count: { $subtract: ['$count', by] },
          revision: { $add: [{ $ifNull: ['$revision', 1] }, 1] },
        },
      },
    ])
  assert.equal((await take(3)).modifiedCount, 1)
  assert.equal((await take(3)).matchedCount, 0)
  assert.deepEqual(await things.findOne({}), { _id: 'a', count: 2, floor: 0, revision: 2 })
})

test('types of numbers are kept apart, and a sum that does not fit becomes a long', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertOne({
    _id: 'a',
    int: 2 ** 31 - 1,
    double: new Double(1),
    long: Long.fromNumber(2 ** 53),
  })
  await things.updateOne({ _id: 'a' }, { $inc: { int: 1, double: 1, long: 1 } })
  const types = { int: { $type: '$int' }, double: { $type: '$double' }, long: { $type: '$long' } }
  const [seen] = await things.aggregate([{ $project: { _id: 0, ...types } }]).toArray()
  assert.deepEqual(seen, { int: 'long', double: 'double', long: 'long' })
  const raw = await things.findOne({}, { promoteLongs: false })
  assert.equal(String(raw?.long), '9007199254740993')
  await things.updateOne({ _id: 'a' }, { $set: { text: 'x' } })
  assert.equal((await failureOf(things.updateOne({ _id: 'a' }, { $inc: { text: 1 } }))).code, 14)
  assert.equal((await failureOf(things.updateOne({ _id: 'a' }, { $set: { _id: 'b' } }))).code, 66)
})

test('values of all types sort as BSON does', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  const ordered = [
    BSON.MinKey,
    null,
    Number.NaN,
    -Infinity,
    -1.5,
    0,
    Long.fromString('9007199254740993'),
    2 ** 53 + 4,
    '',
    '\u0000',
    'A',
    'a',
    'a\u0000',
    'aa',
    'é',
    '\uffee',
    '👕',
    { a: 1 },
    { a: 1, b: 1 },
    { b: 0 },
    new BSON.Binary(new Uint8Array([1])),
    new BSON.ObjectId('000000000000000000000001'),
    false,
    true,
    new Date(-1),
    new Date(1),
    BSON.MaxKey,
  ].map((value) => (typeof value === 'function' ? new value() : value))
  await things.insertMany(ordered.map((value, at) => ({ _id: ordered.length - at, at, value })))
  const expected = ordered.map((_, at) => at)
  const sorted = async (direction: 1 | -1) =>
    (await things.find().sort({ value: direction }).toArray()).map(({ at }) => at)
  assert.deepEqual(await sorted(1), expected)
  await things.createIndex({ value: 1 })
  await things.createIndex({ value: -1 })
  for (const hint of [{ $natural: 1 }, { value: 1 }, { value: -1 }] as const) {
    const found = await things.find().sort({ value: -1 }).hint(hint).toArray()
    assert.deepEqual(
      found.map(({ at }) => at),
      expected.toReversed(),
    )
  }
  const texts = await things.find({ value: { $gt: 'a', $lte: 'aa' } }).toArray()
  assert.deepEqual(texts.map(({ value }) => value).sort(), ['a\u0000', 'aa'])
})

test('results come in batches, and a cursor that was closed is not found', async (t) => {
  const { client, server } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertMany(Array.from({ length: 250 }, (_, at): Thing => ({ _id: at })))
  assert.equal((await things.find().toArray()).length, 250)
  assert.equal(server.counts().get('getMore'), 1)
  const page = await things.find({ _id: { $gte: 5 } }, { limit: 50, skip: 10, sort: { _id: -1 } }).toArray()
  assert.deepEqual([page.length, page[0]?._id, page.at(-1)?._id], [50, 239, 190])
  const { cursor } = await client.db('test').command({ find: 'things', batchSize: 2 })
  await client.db('test').command({ killCursors: 'things', cursors: [cursor.id] })
  const gone = await failureOf(client.db('test').command({ getMore: cursor.id, collection: 'things' }))
  assert.equal(gone.codeName, 'CursorNotFound')
})

test('a pipeline filters, unwinds, groups and joins', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertMany([
    { _id: 'a', tags: ['x', 'y'], n: 1 },
    { _id: 'b', tags: ['y'], n: 2 },
  ])
  const sums = await things
    .aggregate([
      { $match: { n: { $gt: 0 } } },
      { $unwind: '$tags' },
      { $group: { _id: '$tags', sum: { $sum: '$n' }, ids: { $push: '$_id' } } },
      { $sort: { _id: 1 } },
    ])
    .toArray()
  assert.deepEqual(sums, [
    { _id: 'x', sum: 1, ids: ['a'] },
    { _id: 'y', sum: 3, ids: ['a', 'b'] },
  ])
  const both = await things
    .aggregate([
      { $match: { _id: 'a' } },
      { $project: { n: 1 } },
      { $unionWith: { coll: 'things', pipeline: [{ $match: { _id: 'b' } }, { $project: { n: 1 } }] } },
      { $lookup: { from: 'things', localField: 'n', foreignField: 'n', as: 'same' } },
      { $project: { n: 1, same: { $map: { input: '$same', in: '$$this._id' } } } },
    ])
    .toArray()
  assert.deepEqual(both, [
    { _id: 'a', n: 1, same: ['a'] },
    { _id: 'b', n: 2, same: ['b'] },
  ])
})

test('bulkWrite of MongoDB 8 writes to several collections and says what failed', async (t) => {
  const { client } = await connectStandIn(t)
  const result = await client.bulkWrite<Spaces>(
    [
      { namespace: 'test.things', name: 'insertOne', document: { _id: 'a', n: 1 } },
      {
        namespace: 'test.others',
        name: 'updateOne',
        filter: { _id: 'b' },
        update: { $set: { n: 2 } },
        upsert: true,
      },
      { namespace: 'test.things', name: 'deleteOne', filter: { _id: 'a' } },
    ],
    { verboseResults: true },
  )
  assert.deepEqual([result.insertedCount, result.upsertedCount, result.deletedCount], [1, 1, 1])
  assert.equal(result.updateResults?.get(1)?.upsertedId, 'b')
  const again = { namespace: 'test.others', name: 'insertOne', document: { _id: 'b' } } as const
  await assert.rejects(
    client.bulkWrite<Spaces>([again, again]),
    (error: { writeErrors?: Map<number, { code: number }> }) => {
      assert.equal(error.writeErrors?.get(0)?.code, 11000)
      return true
    },
  )
})

test('MongoDB 7 has no bulkWrite, and says which version it is', async (t) => {
  const { client } = await connectStandIn(t, { version: 7 })
  const { version } = await client.db('admin').command({ buildInfo: 1 })
  assert.match(version, /^7\./)
  const failure = await failureOf(client.db('admin').command({ bulkWrite: 1, ops: [], nsInfo: [] }))
  assert.equal(failure.codeName, 'CommandNotFound')
})

test('what is unknown is refused with the server’s code and never answered', async (t) => {
  const { client } = await connectStandIn(t)
  const db = client.db('test')
  const things = thingsOf(client)
  await things.insertOne({ _id: 'a' })
  const codeOf = async (work: Promise<unknown>) => (await failureOf(work)).code
  assert.equal(await codeOf(db.command({ fly: 1 })), 59)
  assert.equal(await codeOf(db.command({ find: 'things', flitler: {} })), 40415)
  assert.equal(await codeOf(things.find({ a: { $near: 1 } }).toArray()), 2)
  assert.equal(await codeOf(things.find({ $fly: 1 }).toArray()), 2)
  assert.equal(await codeOf(things.updateOne({}, { $fly: { a: 1 } })), 9)
  assert.equal(await codeOf(things.aggregate([{ $fly: {} }]).toArray()), 40324)
  assert.equal(await codeOf(things.aggregate([{ $project: { a: { $fly: 1 } } }]).toArray()), 168)
  assert.equal(await codeOf(things.find().hint('byNothing').toArray()), 2)
  assert.equal(await codeOf(things.createIndex({ at: 1 }, { expireAfterSeconds: 5 })), 238)
  assert.equal(await codeOf(things.updateOne({}, { $set: { a: 1, 'a.b': 2 } })), 40)
  assert.equal(await codeOf(things.insertOne({ _id: 'b' }, { writeConcern: { w: 3 } })), 100)
  let deep: object = {}
  for (let depth = 0; depth < 181; depth++) deep = { deep }
  assert.equal(await codeOf(things.insertOne({ _id: 'c', deep })), 15)
  assert.equal(await codeOf(db.command({ bulkWrite: 1, ops: [], nsInfo: [] })), 13)
})
