import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StoreUnavailable } from '#store/engine.ts'
import { startMongoStandIn } from '#testing/mongo-stand-in/server.ts'
import { connect, createClient } from './connection.ts'
import { createExecutor } from './executor.ts'
import { within } from './failure.ts'
import type { Step } from './steps.ts'

const insert = (id: string): Step => ({
  op: 'insert',
  collection: 'things',
  document: { _id: id },
  bytes: 100,
})

test('a transaction whose statements took too long is not committed any more', async (t) => {
  const server = await startMongoStandIn({ version: 8 })
  const client = createClient(server.url('shop'))
  t.after(async () => {
    await client.close()
    await server.stop()
  })
  const connection = await connect(client, server.url('shop'))
  const execute = createExecutor(connection)
  const things = connection.db.collection<{ _id: string }>('things')
  await connection.db.command({ create: 'things' })
  server.failNext('bulkWrite', { delayMs: 300 })
  const limits = { begin: within(5_000), end: within(200) }
  await assert.rejects(execute([insert('a'), insert('b')], limits), StoreUnavailable)
  assert.equal(await things.countDocuments(), 0)
  const more = { begin: within(5_000), end: within(5_000) }
  assert.equal(await execute([insert('a'), insert('b')], more), 'done')
})
