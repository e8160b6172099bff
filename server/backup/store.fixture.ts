import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Body, Engine, Write } from '#store/engine.ts'
import { type Database, openEngine } from '#store/open.ts'
import type { MovedCollection } from './collections.ts'

/** Two collections with indexes of several kinds. */
export const goods: MovedCollection = {
  name: 'goods',
  schema: 2,
  indexes: { byCode: { fields: ['code'], unique: true }, byTag: { fields: ['tags[]', '-at'] } },
}
export const ledger: MovedCollection = { name: 'ledger', schema: 1, indexes: {} }
export const house = [ledger, goods]

export const silent = () => {}

export async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-house-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

export const sqliteIn = (directory: string, name = 'store'): Database => ({
  kind: 'sqlite',
  file: join(directory, `${name}.db`),
})

/** An engine on a database, closed when the test ends. */
export async function openHouse(t: TestContext, database: Database): Promise<Engine> {
  const engine = await openEngine(database)
  t.after(() => engine.close())
  await engine.prepare(house)
  return engine
}

export const put = (collection: MovedCollection, id: string, body: Body): Write => ({
  op: 'insert',
  collection,
  id,
  schema: collection.schema ?? 1,
  body,
})

const WORDS = ['naïve', '日本', '😀', 'a"b\\c', 'tab\there', 'nul\u0000', '\u2028', '']

/** Documents that differ in everything a database could get wrong, at several revisions and schemas. */
export async function furnish(engine: Engine, count = 300): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const writes = Array.from({ length: Math.min(100, count - from) }, (_, at): Write => {
      const n = from + at
      const word = WORDS[n % WORDS.length] as string
      const body = {
        code: `c${n}`,
        tags: n % 3 === 0 ? [] : [`t${n % 7}`, word],
        at: n / 8,
        nested: { z: [n, null, { b: true, a: word }], '10': -0.5, '9': 1e21, [`k ${word}`]: n },
      }
      const id = `${'gGäzZ_😀'[n % 6]}${n}`
      return { op: 'insert', collection: goods, id, schema: 1 + (n % 2), revision: 1 + (n % 5), body }
    })
    await engine.commit([...writes, put(ledger, `l${from}`, { sum: from })])
  }
}
