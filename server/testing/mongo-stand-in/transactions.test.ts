import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ClientSession } from 'mongodb'
import { until } from '../until.ts'
import { connectStandIn, failureOf, thingsOf } from './client.fixture.ts'
import type { MongoStandInOptions } from './server.ts'

/** Things `a` and `b`, and sessions with a transaction each that has read them. */
async function openTransactions(t: TestContext, options: MongoStandInOptions = {}) {
  const connected = await connectStandIn(t, options)
  const things = thingsOf(connected.client)
  await things.insertMany([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  const begin = async (): Promise<ClientSession> => {
    const session = connected.client.startSession()
    t.after(() => session.endSession())
    session.startTransaction()
    await things.find({}, { session }).toArray()
    return session
  }
  return { ...connected, things, begin }
}

const TRANSIENT = ['TransientTransactionError']

test('what a transaction writes is seen by itself only, until it is committed', async (t) => {
  const { things, begin } = await openTransactions(t)
  const session = await begin()
  await things.insertOne({ _id: 'c' }, { session })
  await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { session })
  await things.deleteOne({ _id: 'b' }, { session })
  assert.deepEqual(await things.find({}, { session }).sort({ _id: 1 }).toArray(), [
    { _id: 'a', n: 2 },
    { _id: 'c' },
  ])
  assert.deepEqual(await things.find().toArray(), [
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  await session.commitTransaction()
  assert.deepEqual(await things.find().sort({ _id: 1 }).toArray(), [{ _id: 'a', n: 2 }, { _id: 'c' }])
})

test('a transaction that is aborted leaves nothing', async (t) => {
  const { things, begin } = await openTransactions(t)
  await things.createIndex({ n: 1 })
  const session = await begin()
  await things.insertOne({ _id: 'c', n: 5 }, { session })
  await things.updateOne({ _id: 'a' }, { $set: { n: 6 } }, { session })
  await session.abortTransaction()
  assert.equal(await things.countDocuments({ n: { $gt: 1 } }), 0)
  assert.equal(await things.countDocuments({ n: 1 }), 2)
  await things.insertOne({ _id: 'c', n: 5 })
})

test('a transaction reads what was there when it began', async (t) => {
  const { things, begin } = await openTransactions(t)
  const session = await begin()
  await things.updateOne({ _id: 'a' }, { $set: { n: 9 } })
  await things.insertOne({ _id: 'c' })
  await things.deleteOne({ _id: 'b' })
  assert.deepEqual(await things.find({}, { session }).toArray(), [
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  await session.commitTransaction()
})

test('the second transaction to write a document is refused, and is over', async (t) => {
  const { things, begin } = await openTransactions(t)
  const [first, second] = [await begin(), await begin()]
  await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { session: first })
  const conflict = await failureOf(things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { session: second }))
  assert.deepEqual([conflict.code, conflict.errorLabels], [112, TRANSIENT])
  const over = await failureOf(things.insertOne({ _id: 'c' }, { session: second }))
  assert.deepEqual([over.code, over.errorLabels], [251, TRANSIENT])
  await first.commitTransaction()
  assert.equal((await things.findOne({ _id: 'a' }))?.n, 2)
})

test('a document that changed since the transaction began cannot be written by it', async (t) => {
  const { things, begin } = await openTransactions(t)
  const session = await begin()
  await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } })
  const conflict = await failureOf(things.deleteOne({ _id: 'a' }, { session }))
  assert.deepEqual([conflict.code, conflict.errorLabels], [112, TRANSIENT])
})

test('a unique key that another transaction holds is a conflict; one that is seen is a duplicate', async (t) => {
  const { things, begin } = await openTransactions(t)
  await things.createIndex({ code: 1 }, { unique: true, sparse: true })
  await things.insertOne({ _id: 'c', code: 'x' })
  const [first, second, third] = [await begin(), await begin(), await begin()]
  await things.insertOne({ _id: 'd', code: 'y' }, { session: first })
  const conflict = await failureOf(things.insertOne({ _id: 'e', code: 'y' }, { session: second }))
  assert.equal(conflict.code, 112)
  const duplicate = await failureOf(things.insertOne({ _id: 'f', code: 'x' }, { session: third }))
  assert.deepEqual([duplicate.code, duplicate.errorLabels], [11000, []])
  assert.equal((await failureOf(third.commitTransaction())).code, 251)
  await first.commitTransaction()
})

test('a write outside of transactions waits for one that holds the document', async (t) => {
  const { things, begin } = await openTransactions(t)
  const session = await begin()
  await things.updateOne({ _id: 'a' }, { $set: { n: 10 } }, { session })
  let isDone = false
  const waiting = things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }).then(() => {
    isDone = true
  })
  await things.updateOne({ _id: 'b' }, { $inc: { n: 1 } })
  assert.equal(isDone, false)
  await session.commitTransaction()
  await waiting
  assert.equal((await things.findOne({ _id: 'a' }))?.n, 11)
})

test('a write that waits too long gives up by its own time limit', async (t) => {
  const { things, begin } = await openTransactions(t)
  const session = await begin()
  await things.updateOne({ _id: 'a' }, { $set: { n: 10 } }, { session })
  const late = await failureOf(things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { maxTimeMS: 20 }))
  assert.equal(late.code, 50)
})

test('a commit may be asked for again, and is answered again', async (t) => {
  const { things, begin, server } = await openTransactions(t)
  const session = await begin()
  await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { session })
  server.failNext('commitTransaction', 'closeAfter')
  await session.commitTransaction()
  await session.commitTransaction()
  assert.equal((await things.findOne({ _id: 'a' }))?.n, 2)
})

test('a commit that never arrived is sent again by the driver', async (t) => {
  const { things, begin, server } = await openTransactions(t)
  const session = await begin()
  await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { session })
  server.failNext('commitTransaction', 'close')
  await session.commitTransaction()
  assert.equal((await things.findOne({ _id: 'a' }))?.n, 2)
})

test('a transaction is not open for ever', async (t) => {
  const { things, begin } = await openTransactions(t, { transactionLifetimeMs: 30 })
  const session = await begin()
  await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { session })
  await things.updateOne({ _id: 'a' }, { $inc: { n: 5 } })
  const failure = await failureOf(session.commitTransaction())
  assert.deepEqual([failure.code, failure.errorLabels], [251, TRANSIENT])
  assert.equal((await things.findOne({ _id: 'a' }))?.n, 6)
})

test('a snapshot shows all reads the same moment', async (t) => {
  const { things, client } = await openTransactions(t)
  const session = client.startSession({ snapshot: true })
  t.after(() => session.endSession())
  assert.equal((await things.findOne({ _id: 'a' }, { session }))?.n, 1)
  await things.updateMany({}, { $inc: { n: 1 } })
  await things.insertOne({ _id: 'c' })
  assert.deepEqual(await things.find({}, { session }).toArray(), [
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  assert.deepEqual(await things.distinct('n', {}, { session }), [1])
})

test('a snapshot that is too old can no longer be read', async (t) => {
  const { things, client } = await openTransactions(t, { historyMs: 0 })
  const session = client.startSession({ snapshot: true })
  t.after(() => session.endSession())
  await things.findOne({ _id: 'a' }, { session })
  await until('it is too old', async () => {
    await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } })
    return things.findOne({ _id: 'a' }, { session }).then(
      () => false,
      ({ code }) => code === 239,
    )
  })
})
