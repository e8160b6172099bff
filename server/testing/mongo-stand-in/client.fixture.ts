import type { TestContext } from 'node:test'
import { type Document, MongoClient, type MongoClientOptions } from 'mongodb'
import { type MongoStandIn, type MongoStandInOptions, startMongoStandIn } from './server.ts'

/** The shape of a document in these tests: an id of any kind, and fields at will. */
export interface Thing extends Document {
  readonly _id: string | number
}

export interface Connected {
  readonly server: MongoStandIn
  readonly client: MongoClient
  /** Another client of the same server. */
  connect(options?: MongoClientOptions): Promise<MongoClient>
}

/** A stand-in with the real driver connected to it, both gone when the test ends. */
export async function connectStandIn(t: TestContext, options: MongoStandInOptions = {}): Promise<Connected> {
  const server = await startMongoStandIn(options)
  const clients: MongoClient[] = []
  t.after(async () => {
    for (const client of clients) await client.close()
    await server.stop()
  })
  const connect = async (clientOptions: MongoClientOptions = {}) => {
    const client = new MongoClient(server.url('test'), { serverSelectionTimeoutMS: 5_000, ...clientOptions })
    clients.push(client)
    return client.connect()
  }
  return { server, client: await connect(), connect }
}

export const thingsOf = (client: MongoClient) => client.db('test').collection<Thing>('things')

/** What a promise is rejected with, as far as a test looks at it. */
export async function failureOf(work: Promise<unknown>): Promise<Document> {
  try {
    await work
  } catch (error) {
    const { code, codeName, message, keyPattern, keyValue, errorLabels } = error as Document
    return { code, codeName, message, keyPattern, keyValue, errorLabels }
  }
  throw new Error('It did not fail.')
}
