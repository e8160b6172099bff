import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import {
  type Body,
  type CollectionSpec,
  Conflict,
  type Engine,
  type IndexQuery,
  type Stored,
  StoreLimit,
  type Write,
} from './engine.ts'

/** An engine on storage of its own, empty at first. */
export interface EngineUnderTest {
  readonly engine: Engine
  /** Closes the engine and opens another one on the same storage, as a restart would. */
  reopen(): Promise<Engine>
  /** Closes what is open and removes the storage. */
  destroy(): Promise<void>
}

export type OpenEngine = () => Promise<EngineUnderTest>

/** What `open` opens on one storage, again and again; `remove` takes that away once it is closed. */
export async function underTest(
  open: () => Engine | Promise<Engine>,
  remove: () => Promise<unknown>,
): Promise<EngineUnderTest> {
  let engine = await open()
  return {
    engine,
    async reopen() {
      await engine.close()
      engine = await open()
      return engine
    },
    async destroy() {
      await engine.close()
      await remove()
    },
  }
}

/** A collection with an index of each kind. */
export const things = {
  name: 'things',
  indexes: {
    byCode: { fields: ['code'], unique: true },
    byOwner: { fields: ['ownerId', 'kind'], sparse: true },
    byRank: { fields: ['group', '-rank', 'name'] },
    byNewest: { fields: ['-at'] },
    byValue: { fields: ['value'] },
    byCity: { fields: ['address.city'] },
    byTag: { fields: ['tags[]', '-at'] },
    bySku: { fields: ['variants[].sku'], unique: true },
    byShelf: { fields: ['shelf', 'place'], unique: true },
  },
} satisfies CollectionSpec

export const counters = {
  name: 'counters',
  indexes: { byCount: { fields: ['count'] } },
} satisfies CollectionSpec

/** What an engine reads, as plain values: how it keeps them, and what it remembers with them, is its own. */
export function plainly(engine: Engine): Engine {
  const toPlain = ({ id, revision, schema, body }: Stored): Stored => ({ id, revision, schema, body })
  return {
    ...engine,
    async get(collection, ids) {
      const found = await engine.get(collection, ids)
      return found.map((stored) => stored && toPlain(stored))
    },
    async find(collection, query) {
      const { rows, next } = await engine.find(collection, query)
      return { rows: rows.map(toPlain), next }
    },
  }
}

/** An engine with `things` and `counters`, gone when the test ends. */
export async function openThings(t: TestContext, open: OpenEngine): Promise<EngineUnderTest> {
  const { engine, reopen, destroy } = await open()
  t.after(destroy)
  await engine.prepare([things, counters])
  return { engine: plainly(engine), reopen: async () => plainly(await reopen()), destroy }
}

export const insert = (id: string, body: Body = {}, collection: CollectionSpec = things): Write => ({
  op: 'insert',
  collection,
  id,
  schema: 1,
  body,
})

export const replace = (id: string, revision: number, body: Body = {}): Write => ({
  op: 'replace',
  collection: things,
  id,
  revision,
  schema: 1,
  body,
})

export const remove = (id: string, revision: number): Write => ({
  op: 'remove',
  collection: things,
  id,
  revision,
})

export const adjust = (id: string, field: string, by: number, floor?: number): Write => ({
  op: 'adjust',
  collection: counters,
  id,
  field,
  by,
  ...(floor === undefined ? {} : { floor }),
})

/** `{ a: body, … }` as one commit. */
export const insertAll = (engine: Engine, bodies: { readonly [id: string]: Body }): Promise<void> =>
  engine.commit(Object.entries(bodies).map(([id, body]) => insert(id, body)))

export async function read(engine: Engine, id: string, from: CollectionSpec = things) {
  const [stored] = await engine.get(from, [id])
  return stored
}

export const idsOf = (rows: readonly Stored[]): string => rows.map((row) => row.id).join(' ')

/** The ids of the first page, of up to 100. */
export async function found(engine: Engine, query: Omit<IndexQuery, 'limit'>): Promise<string> {
  return idsOf((await engine.find(things, { limit: 100, ...query })).rows)
}

const PAGES_MAX = 1_000

/** All rows, page by page. `between` runs after each page. */
export async function pages(
  engine: Engine,
  query: IndexQuery & { from?: CollectionSpec },
  between: (page: readonly Stored[]) => Promise<void> = async () => {},
): Promise<Stored[][]> {
  const { from = things, ...rest } = query
  const all: Stored[][] = []
  for (let after = query.after; ; ) {
    const { rows, next } = await engine.find(from, after ? { ...rest, after } : rest)
    all.push([...rows])
    await between(rows)
    if (!next) return all
    assert.ok(all.length < PAGES_MAX, 'The pages go on and on.')
    after = next
  }
}

export const refuses = (work: Promise<unknown>, kind: Conflict['kind'], at: { id: string; index?: string }) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof Conflict, `${error}`)
    assert.deepEqual(
      { kind: error.kind, id: error.id, index: error.index },
      { kind, index: undefined, ...at },
    )
    return true
  })

export const passesLimit = (work: Promise<unknown>, limit: string) =>
  assert.rejects(work, (error) => error instanceof StoreLimit && error.limit === limit)
