import { after } from 'node:test'
import { MongoClient } from 'mongodb'
import { randomText } from '#kernel/id.ts'
import { snapshotConformance } from '#store/snapshot.conformance.ts'
import { startMongo } from '#testing/mongo-server.ts'
import { createMongoEngine } from './engine.ts'
import { openMongoSnapshot } from './snapshot.ts'

const server = await startMongo()
after(() => server.stop())

snapshotConformance(`MongoDB (${server.name})`, async () => {
  const database = { kind: 'mongodb', url: server.url(`snapshots_${randomText(8).toLowerCase()}`) } as const
  const engine = createMongoEngine(database)
  return {
    engine,
    openSnapshot: () => openMongoSnapshot(database),
    async destroy() {
      await engine.close()
      const client = new MongoClient(database.url)
      await client.db().dropDatabase()
      await client.close()
    },
  }
})
