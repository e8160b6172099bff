import { after, before } from 'node:test'
import { randomText } from '#kernel/id.ts'
import { snapshotConformance } from '#store/snapshot.conformance.ts'
import { type PostgresServer, startPostgres } from '#testing/postgres-server.ts'
import { createPostgresEngine } from './engine.ts'
import { openPostgresSnapshot } from './snapshot.ts'

let server: PostgresServer
let database: string
before(async () => {
  server = await startPostgres()
  database = await server.createDatabase()
})
after(() => server.stop())

snapshotConformance('PostgreSQL', async () => {
  const schema = `store_${randomText(8).toLowerCase()}`
  await server.run(database, `CREATE SCHEMA ${schema}`)
  const url = `${database}?options=-c%20search_path%3D${schema}`
  const engine = await createPostgresEngine({ kind: 'postgres', url })
  return {
    engine,
    openSnapshot: () => openPostgresSnapshot({ kind: 'postgres', url }),
    async destroy() {
      await engine.close()
      await server.run(database, `DROP SCHEMA ${schema} CASCADE`)
    },
  }
})
