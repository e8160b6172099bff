import { after, before } from 'node:test'
import { randomText } from '#kernel/id.ts'
import { engineConformance, underTest } from '#store/engine.conformance.ts'
import { type PostgresServer, startPostgres } from '#testing/postgres-server.ts'
import { createPostgresEngine } from './engine.ts'

let server: PostgresServer
let database: string
before(async () => {
  server = await startPostgres()
  database = await server.createDatabase()
})
after(() => server.stop())

/** A schema of its own costs less than a database of its own. */
async function openTemporary() {
  const schema = `store_${randomText(8).toLowerCase()}`
  await server.run(database, `CREATE SCHEMA ${schema}`)
  const url = `${database}?options=-c%20search_path%3D${schema}`
  return underTest(
    () => createPostgresEngine({ kind: 'postgres', url }),
    () => server.run(database, `DROP SCHEMA ${schema} CASCADE`),
  )
}

engineConformance('PostgreSQL', openTemporary)
