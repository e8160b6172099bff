import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '#store/engine.ts'
import { type Database, openEngine } from '#store/open.ts'
import { toDatabase } from '../config/database.ts'

/** A database of a test's own, empty at first. On which engine, `STORE` says: see scripts/test.ts. */
export interface TestStore {
  readonly database: Database
  /** The same as a process is told it: `DATABASE_URL`. */
  readonly url: string
  /** One more connection to it, as another process would have. */
  open(): Promise<Engine>
  /** Gone for good. Whoever has opened it has closed it before. */
  remove(): Promise<void>
}

export const STORE_KINDS = ['sqlite', 'mongodb', 'postgres'] as const
export type StoreKind = (typeof STORE_KINDS)[number]

/** In `STORE_URL` it stands where an address has the name of a database. */
export const NAME_IN_URL = 'name-of-the-database'

export interface StoreEnv {
  readonly STORE?: string | undefined
  readonly STORE_URL?: string | undefined
  /** What a new PostgreSQL database is a copy of: one that has all tables already. */
  readonly STORE_TEMPLATE?: string | undefined
}

/** Which engine this run of the tests is on. */
export function storeKind({ STORE = 'sqlite' }: StoreEnv = process.env): StoreKind {
  const kind = STORE_KINDS.find((each) => each === STORE)
  if (kind) return kind
  throw new Error(`STORE=${STORE}: there are ${STORE_KINDS.join(', ')}.`)
}

/** SQLite's file lies in `directory`, and is removed by whoever removes that. */
export async function openTestStore(init: { readonly directory?: string } = {}): Promise<TestStore> {
  const env: StoreEnv = process.env
  switch (storeKind(env)) {
    case 'sqlite':
      return init.directory ? sqliteIn(init.directory) : sqliteSomewhere()
    case 'postgres':
      return aPostgres(env)
    case 'mongodb':
      return aMongo(env)
  }
}

/** What `url` leads to. */
export function databaseAt(url: string): Database {
  const database = toDatabase(url)
  if (database) return database
  throw new Error('This is the address of no database.')
}

const opening = (database: Database) => ({ database, open: () => openEngine(database) })

function sqliteIn(directory: string): TestStore {
  const file = join(directory, 'marketsquare.db')
  return { ...opening({ kind: 'sqlite', file }), url: `sqlite:${file}`, remove: async () => {} }
}

async function sqliteSomewhere(): Promise<TestStore> {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-store-'))
  return { ...sqliteIn(directory), remove: () => rm(directory, { recursive: true, force: true }) }
}

function addressOn({ STORE, STORE_URL }: StoreEnv): (name: string) => string {
  if (STORE_URL) return (name) => STORE_URL.replace(NAME_IN_URL, name)
  throw new Error(`Where ${STORE} is, npm test says: run STORES=${STORE} npm test.`)
}

const newName = () => `test_${randomBytes(8).toString('hex')}`

async function aPostgres(env: StoreEnv): Promise<TestStore> {
  const addressOf = addressOn(env)
  const name = newName()
  // Copying files is twice as fast as logging them, when nothing waits for the disk.
  const template = env.STORE_TEMPLATE ? ` TEMPLATE ${env.STORE_TEMPLATE} STRATEGY FILE_COPY` : ''
  await askPostgres(addressOf('postgres'), `CREATE DATABASE ${name}${template}`)
  const url = addressOf(name)
  const remove = () => askPostgres(addressOf('postgres'), `DROP DATABASE ${name}`)
  return { ...opening({ kind: 'postgres', url }), url, remove }
}

async function askPostgres(url: string, statement: string): Promise<void> {
  const { Client } = (await import('pg')).default
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function aMongo(env: StoreEnv): Promise<TestStore> {
  const url = addressOn(env)(newName())
  return { ...opening({ kind: 'mongodb', url }), url, remove: () => dropMongo(url) }
}

async function dropMongo(url: string): Promise<void> {
  const { MongoClient } = await import('mongodb')
  const client = new MongoClient(url)
  try {
    await client.db().dropDatabase()
  } finally {
    await client.close()
  }
}
