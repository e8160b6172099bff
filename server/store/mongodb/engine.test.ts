import { after } from 'node:test'
import { MongoClient } from 'mongodb'
import { randomText } from '#kernel/id.ts'
import { type EngineUnderTest, engineConformance } from '#store/engine.conformance.ts'
import { startMongo } from '#testing/mongo-server.ts'
import { startMongoStandIn } from '#testing/mongo-stand-in/server.ts'
import { createMongoEngine } from './engine.ts'

interface Server {
  url(databaseName: string): string
  stop(): Promise<void>
}

async function openTemporary(server: Server): Promise<EngineUnderTest> {
  const database = { kind: 'mongodb', url: server.url(`conformance_${randomText(8).toLowerCase()}`) } as const
  let engine = createMongoEngine(database)
  return {
    engine,
    async reopen() {
      await engine.close()
      engine = createMongoEngine(database)
      return engine
    },
    async destroy() {
      await engine.close()
      const client = new MongoClient(database.url)
      await client.db().dropDatabase()
      await client.close()
    },
  }
}

function conforms(name: string, server: Server): void {
  after(() => server.stop())
  engineConformance(name, () => openTemporary(server))
}

const server = await startMongo()
conforms(server.name.startsWith('MongoDB') ? server.name : `MongoDB (${server.name})`, server)
// Before version 8, commits take other commands.
if (!server.real) conforms('MongoDB (a stand-in for MongoDB 7)', await startMongoStandIn({ version: 7 }))
