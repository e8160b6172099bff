import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Document } from 'mongodb'
import { connectStandIn, failureOf, thingsOf } from './client.fixture.ts'

test('a change stream tells each change in order, those of a transaction together', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  const stream = things.watch([], { fullDocument: 'updateLookup', maxAwaitTimeMS: 50 })
  t.after(() => stream.close())
  await stream.tryNext()
  await things.insertOne({ _id: 'a', n: 1 })
  await things.updateOne({ _id: 'a' }, { $set: { n: 2, inner: { x: 1 } } })
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await things.replaceOne({ _id: 'a' }, { whole: true }, { session })
      await things.insertOne({ _id: 'b' }, { session })
      await things.deleteOne({ _id: 'a' }, { session })
    }),
  )
  await client.db('test').collection('others').insertOne({})
  const seen = []
  for (let count = 0; count < 5; count++) {
    const event = await stream.next()
    const { operationType, documentKey, updateDescription } = event as Document
    seen.push([operationType, documentKey, updateDescription])
  }
  const removed = { removedFields: [], truncatedArrays: [] }
  assert.deepEqual(seen, [
    ['insert', { _id: 'a' }, undefined],
    ['update', { _id: 'a' }, { updatedFields: { inner: { x: 1 }, n: 2 }, ...removed }],
    ['replace', { _id: 'a' }, undefined],
    ['insert', { _id: 'b' }, undefined],
    ['delete', { _id: 'a' }, undefined],
  ])
  assert.equal(await stream.tryNext(), null)
})

test('a change stream goes on where it was, whether its connection is cut or a new one takes over', async (t) => {
  const { client, server } = await connectStandIn(t)
  const things = thingsOf(client)
  const pipeline = [{ $match: { operationType: 'insert' } }]
  const stream = things.watch(pipeline, { maxAwaitTimeMS: 50 })
  await stream.tryNext()
  await things.insertOne({ _id: 'a' })
  const first = await stream.next()
  assert.equal(first.operationType === 'insert' && first.fullDocument._id, 'a')
  await things.insertOne({ _id: 'b' })
  server.failNext('getMore', 'close')
  const second = await stream.next()
  assert.equal(second.operationType === 'insert' && second.fullDocument._id, 'b')
  server.stepDown(50)
  await things.insertOne({ _id: 'c' })
  const third = await stream.next()
  assert.equal(third.operationType === 'insert' && third.fullDocument._id, 'c')
  await stream.close()
  await things.updateOne({ _id: 'c' }, { $set: { n: 1 } })
  await things.insertOne({ _id: 'd' })
  const resumed = client.db('test').watch(pipeline, { resumeAfter: second._id, maxAwaitTimeMS: 50 })
  t.after(() => resumed.close())
  const ids = []
  for (let count = 0; count < 2; count++) {
    const event = await resumed.next()
    ids.push(event.operationType === 'insert' && String(event.fullDocument._id))
  }
  assert.deepEqual(ids, ['c', 'd'])
})

test('a stream that waits hears of a change at once', async (t) => {
  const { client, connect } = await connectStandIn(t)
  const things = thingsOf(client)
  const stream = things.watch([], { maxAwaitTimeMS: 60_000 })
  t.after(() => stream.close())
  const next = stream.next()
  const other = thingsOf(await connect())
  // The first of them may come before the stream has begun.
  const timer = setInterval(
    () => void other.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { upsert: true }),
    20,
  )
  await next
  clearInterval(timer)
})

test('the end of a collection ends its stream; a token that is none is refused', async (t) => {
  const { client } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertOne({ _id: 'a' })
  const stream = things.watch([], { maxAwaitTimeMS: 50 })
  t.after(() => stream.close())
  await stream.tryNext()
  await things.drop()
  assert.equal((await stream.next()).operationType, 'drop')
  assert.equal((await stream.next()).operationType, 'invalidate')
  const wrong = things.watch([], { resumeAfter: { _data: 'nothing' } })
  t.after(() => wrong.close())
  assert.equal((await failureOf(wrong.next())).code, 260)
})
