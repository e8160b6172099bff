import pg from 'pg'
import type { CollectionSpec, Stored } from '#store/engine.ts'
import type { Database } from '#store/open.ts'
import type { Snapshot } from '#store/snapshot.ts'
import { sessionOf } from './connections.ts'
import { toText } from './keys.ts'
import { layoutOf } from './layout.ts'
import { qualifierOf } from './names.ts'
import { toStored } from './reader.ts'

/** A page of large documents, over a slow line. */
const READ_MS_MAX = 60_000

/** Everything as it is now: PostgreSQL keeps the old versions for as long as the transaction is open. */
export async function openPostgresSnapshot(
  database: Extract<Database, { kind: 'postgres' }>,
): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: database.url, keepAlive: true } as pg.ClientConfig)
  client.on('error', () => undefined)
  await client.connect()
  const session = sessionOf(client)
  // Between two pages, their reader takes the time that it needs.
  await session.query(
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0',
  )
  const rows = await session.query(
    `SELECT pg_catalog.current_schema(), t.tablename FROM (SELECT 1) one
     LEFT JOIN pg_catalog.pg_tables t ON t.schemaname = pg_catalog.current_schema()`,
  )
  const qualify = qualifierOf(rows[0]?.[0] ?? 'public')
  const tables = new Set(rows.map(([, table]) => table))
  return {
    read: (collection, from) => readPage(collection, from),
    async close() {
      await client.end()
    },
  }

  async function readPage(
    collection: CollectionSpec,
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Promise<Stored[]> {
    const { table, tableName } = layoutOf({ name: collection.name, indexes: {} }, qualify)
    if (!tables.has(tableName)) return []
    const past = after === null ? '' : 'WHERE d.id > $2'
    const sql = `SELECT d.id, d.revision, d.schema, d.body FROM ${table} d ${past} ORDER BY d.id LIMIT $1`
    const found = await session.query(sql, after === null ? [limit] : [limit, toText(after)], READ_MS_MAX)
    return found.map(toStored)
  }
}
