import type { ClientSession } from 'mongodb'
import type { Stored } from '#store/engine.ts'
import type { Database } from '#store/open.ts'
import type { Snapshot } from '#store/snapshot.ts'
import { type Connection, connect, createClient, PATIENT } from './connection.ts'
import { type MongoDocument, toStored } from './documents.ts'
import { hasCode, persist, SNAPSHOT_GONE } from './failure.ts'
import { LAYOUTS } from './layout.ts'
import { READ } from './reader.ts'

const OF_A_MOMENT = { readConcern: { level: 'snapshot' } } as const

/**
 * The store as a majority has it at this moment, on all shards. MongoDB keeps a past moment for
 * `minSnapshotHistoryWindowInSeconds`, 300 unless set otherwise: who reads for longer is told so, and has
 * read nothing wrong until then.
 */
export async function openMongoSnapshot({ url }: Extract<Database, { kind: 'mongodb' }>): Promise<Snapshot> {
  const client = createClient(url, PATIENT)
  try {
    const connection = await connect(client, url)
    const session = client.startSession({ snapshot: true })
    // The first read of the session chooses the moment.
    const layouts = connection.db.collection(LAYOUTS, OF_A_MOMENT)
    await persist(() => layouts.find({}, { session, limit: 1 }).toArray())
    return {
      read: ({ name }, from) => read({ connection, session }, name, from),
      async close() {
        await session.endSession()
        await client.close()
      },
    }
  } catch (error) {
    await client.close()
    throw error
  }
}

async function read(
  { connection, session }: { connection: Connection; session: ClientSession },
  name: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Stored[]> {
  const filter = after === null ? {} : { _id: { $gt: after } }
  const options = { session, projection: READ, sort: { _id: 1 }, limit, batchSize: limit + 1 } as const
  const documents = connection.db.collection<MongoDocument>(name, OF_A_MOMENT)
  try {
    return (await persist(() => documents.find(filter, options).toArray())).map(toStored)
  } catch (cause) {
    if (!hasCode(cause, ...SNAPSHOT_GONE)) throw cause
    throw new Error(
      'MongoDB no longer keeps the moment that was being read. Begin again, and let it keep moments for ' +
        'longer: the server parameter minSnapshotHistoryWindowInSeconds is 300 unless set.',
      { cause },
    )
  }
}
