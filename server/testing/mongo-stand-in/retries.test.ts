import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Long } from 'mongodb'
import { connectStandIn, failureOf, thingsOf } from './client.fixture.ts'

for (const how of ['close', 'closeAfter'] as const) {
  test(`a write whose connection is cut (${how}) is sent again and done once`, async (t) => {
    const { client, server } = await connectStandIn(t)
    const things = thingsOf(client)
    server.failNext('insert', how)
    await things.insertMany([{ _id: 'a', n: 1 }, { _id: 'b' }])
    server.failNext('update', how)
    const updated = await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } })
    assert.deepEqual([updated.matchedCount, updated.modifiedCount], [1, 1])
    server.failNext('findAndModify', how)
    const before = await things.findOneAndUpdate({ _id: 'a' }, { $inc: { n: 1 } })
    assert.equal(before?.n, 2)
    server.failNext('bulkWrite', how)
    const model = {
      namespace: 'test.things',
      name: 'updateOne',
      filter: { _id: 'a' },
      update: { $inc: { n: 1 } },
    }
    await client.bulkWrite([model as never])
    server.failNext('delete', how)
    assert.equal((await things.deleteOne({ _id: 'b' })).deletedCount, 1)
    assert.deepEqual(await things.find().toArray(), [{ _id: 'a', n: 4 }])
    assert.equal(server.counts().get('update'), 2)
  })
}

test('a statement sent twice under one number says that it was, and does nothing', async (t) => {
  const { client } = await connectStandIn(t)
  const session = client.startSession()
  t.after(() => session.endSession())
  const db = client.db('test')
  const txnNumber = Long.fromNumber(500)
  const updates = [{ q: { _id: 'a' }, u: { $inc: { n: 1 } }, upsert: true }]
  const send = () => db.command({ update: 'things', updates, txnNumber }, { session })
  const first = await send()
  const second = await send()
  assert.deepEqual(second.upserted, first.upserted)
  assert.deepEqual([first.retriedStmtIds, second.retriedStmtIds], [undefined, [0]])
  assert.deepEqual(await thingsOf(client).find().toArray(), [{ _id: 'a', n: 1 }])
  const older = { update: 'things', updates, txnNumber: Long.fromNumber(499) }
  assert.equal((await failureOf(db.command(older, { session }))).code, 225)
})

test('a refusal for a while has the label by which drivers try again', async (t) => {
  const { client, server } = await connectStandIn(t)
  const things = thingsOf(client)
  server.failNext('insert', { code: 91, labels: ['RetryableWriteError'] })
  await things.insertOne({ _id: 'a' })
  server.failNext('insert', { code: 8000 })
  assert.equal((await failureOf(things.insertOne({ _id: 'b' }))).code, 8000)
  server.failNext('find', { code: 11600 })
  assert.equal((await things.find().toArray()).length, 1)
})

test('while it is no primary it refuses, and drivers find it again with a new term', async (t) => {
  const { client, server } = await connectStandIn(t)
  const things = thingsOf(client)
  await things.insertOne({ _id: 'a', n: 0 })
  const session = client.startSession()
  t.after(() => session.endSession())
  session.startTransaction()
  await things.updateOne({ _id: 'a' }, { $inc: { n: 100 } }, { session })
  const { electionId } = await client.db('admin').command({ hello: 1 })
  server.stepDown(150)
  await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } })
  assert.deepEqual(await things.find().toArray(), [{ _id: 'a', n: 1 }])
  const lost = await failureOf(session.commitTransaction())
  assert.deepEqual([lost.code, lost.errorLabels], [251, ['TransientTransactionError']])
  const again = await client.db('admin').command({ hello: 1 })
  assert.notEqual(String(again.electionId), String(electionId))
})

test('a secondary says so, and answers only those who take its reads', async (t) => {
  const { server, connect } = await connectStandIn(t)
  server.stepDown(60_000)
  const client = await connect({ readPreference: 'secondaryPreferred', directConnection: true })
  assert.equal(await thingsOf(client).findOne(), null)
  const refused = await failureOf(client.db('test').command({ insert: 'things', documents: [{ _id: 'a' }] }))
  assert.deepEqual([refused.code, refused.codeName], [10107, 'NotWritablePrimary'])
})

test('a client that waits for a new role is told of it at once', async (t) => {
  const { server, connect } = await connectStandIn(t)
  server.stepDown(100)
  const client = await connect({ readPreference: 'secondaryPreferred', directConnection: true })
  const admin = client.db('admin')
  const { topologyVersion } = await admin.command({ hello: 1 })
  const next = await admin.command({ hello: 1, topologyVersion, maxAwaitTimeMS: 600_000 })
  assert.equal(next.isWritablePrimary, true)
})

test('a command that is to be late is late', async (t) => {
  const { server, connect } = await connectStandIn(t)
  const client = await connect({ socketTimeoutMS: 100, retryReads: false })
  server.failNext('find', { delayMs: 60_000 })
  await assert.rejects(thingsOf(client).findOne({}), { name: 'MongoNetworkTimeoutError' })
})
