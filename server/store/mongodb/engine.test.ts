import { after } from 'node:test'
import { MongoClient } from 'mongodb'
import { randomText } from '#kernel/id.ts'
import { engineConformance, underTest } from '#store/engine.conformance.ts'
import { startMongo } from '#testing/mongo-server.ts'
import { startMongoStandIn } from '#testing/mongo-stand-in/server.ts'
import { createMongoEngine } from './engine.ts'

interface Server {
  url(databaseName: string): string
  stop(): Promise<void>
}

async function openTemporary(server: Server) {
  const database = { kind: 'mongodb', url: server.url(`conformance_${randomText(8).toLowerCase()}`) } as const
  return underTest(
    () => createMongoEngine(database),
    async () => {
      const client = new MongoClient(database.url)
      await client.db().dropDatabase()
      await client.close()
    },
  )
}

function conforms(name: string, server: Server): void {
  after(() => server.stop())
  engineConformance(name, () => openTemporary(server))
}

const server = await startMongo()
conforms(server.name.startsWith('MongoDB') ? server.name : `MongoDB (${server.name})`, server)
// Before version 8, commits take other commands.
if (!server.real) conforms('MongoDB (a stand-in for MongoDB 7)', await startMongoStandIn({ version: 7 }))
