import { type Db, MongoClient, type MongoClientOptions } from 'mongodb'
import { persist } from './failure.ts'

/** A connection, and what one must know of the server. */
export interface Connection {
  readonly client: MongoClient
  readonly db: Db
  /** A sharded cluster, reached through mongos. */
  readonly isSharded: boolean
  /** The `bulkWrite` command writes to several collections at once: since MongoDB 8.0. */
  readonly canBulkWrite: boolean
}

const DATABASE = 'marketsquare'

/** MongoDB 6.0 */
const WIRE_VERSION_MIN = 17
/** MongoDB 8.0 */
const WIRE_VERSION_BULK_WRITE = 25

/**
 * What the address may not change.
 *
 * Reads go to the primary, with read concern `majority`. A commit is acknowledged once a majority has it, and
 * the primary then shows it to such reads: they see all that was acknowledged before, and nothing that an
 * election can take back (an event told to others must not vanish). A secondary would answer from the past.
 * What remains: a primary that is cut off from the others, and does not know it yet, may answer from the past
 * for as long as its election timeout. Nothing can be committed on such an answer.
 */
const FIRM = {
  readPreference: 'primary',
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority' },
  retryWrites: true,
  retryReads: true,
  ignoreUndefined: false,
  promoteValues: true,
  promoteLongs: true,
} as const satisfies MongoClientOptions

/** What the address may set otherwise. Times in ms. */
const DEFAULTS = {
  appName: 'marketsquare',
  maxPoolSize: 50,
  waitQueueTimeoutMS: 2_000,
  serverSelectionTimeoutMS: 2_500,
  connectTimeoutMS: 2_500,
  heartbeatFrequencyMS: 2_000,
  // A server that has stopped without closing its connections must not hold a commit for longer.
  socketTimeoutMS: 4_000,
} as const satisfies MongoClientOptions

/** Building an index takes as long as it takes. */
export const PATIENT = { socketTimeoutMS: 0 } as const satisfies MongoClientOptions

export function createClient(url: string, options: MongoClientOptions = {}): MongoClient {
  const query = url.slice(url.indexOf('?') + 1)
  const isSet = (name: string) => new RegExp(`(^|&)${name}=`, 'i').test(query)
  const defaults = Object.entries(DEFAULTS).filter(([name]) => !isSet(name))
  return new MongoClient(url, { ...Object.fromEntries(defaults), ...FIRM, ...options })
}

export async function connect(client: MongoClient, url: string): Promise<Connection> {
  const db = client.db(databaseIn(url))
  const hello = await persist(() => db.command({ hello: 1 }))
  const isSharded = hello.msg === 'isdbgrid'
  if (!isSharded && !hello.setName)
    throw new Error(
      'This MongoDB server is on its own, without transactions. Make it a replica set (of one member, if need be).',
    )
  if (hello.maxWireVersion < WIRE_VERSION_MIN) throw new Error('This MongoDB server is older than 6.0.')
  return { client, db, isSharded, canBulkWrite: hello.maxWireVersion >= WIRE_VERSION_BULK_WRITE }
}

/** The driver would take `test` where the address names none. */
const databaseIn = (url: string): string => {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1]
  return name ? decodeURIComponent(name) : DATABASE
}
