import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type OpenEngine, pages, plainly } from './engine.conformance.kit.ts'
import { createModelEngine } from './engine.model.ts'
import {
  type Body,
  type CollectionSpec,
  Conflict,
  type Engine,
  type IndexQuery,
  type Key,
  type Write,
} from './engine.ts'

const RUNS = 40

const indexes = {
  byCode: { fields: ['code'], unique: true },
  byPair: { fields: ['a', '-b'] },
  byDescent: { fields: ['-a', 'b'], sparse: true },
  byPlace: { fields: ['-b', 'in.a'], unique: true },
  byTag: { fields: ['tags[]', '-a'] },
  byMark: { fields: ['-a', 'marks[].m'], sparse: true },
  bySku: { fields: ['skus[]'], unique: true },
  byCount: { fields: ['count'] },
}

const key = fc.constantFrom<Key>(null, false, true, 0, 1, -1.5, 10, '', 'a', 'ab', 'b', '10', '\uffee', '👕')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

const body: fc.Arbitrary<Body> = fc
  .record({
    code: maybe(key),
    a: maybe(key),
    b: maybe(key),
    in: maybe(fc.record({ a: key })),
    tags: maybe(fc.array(key, { maxLength: 4 })),
    marks: maybe(fc.array(fc.record({ m: key }), { maxLength: 3 })),
    skus: maybe(fc.array(key, { maxLength: 2 })),
    count: maybe(fc.integer({ min: -3, max: 3 })),
  })
  .map((record) => JSON.parse(JSON.stringify(record)) as Body)

/** Ids of one, two and three characters, so that their order is not that of their making. */
const id = fc.constantFrom('a', 'b', 'aa', 'ab', 'A', '1', 'é', '👕', 'a👕')

/** `off` is how far the revision lies from the right one: mostly not at all. */
const off = fc.constantFrom(0, 0, 0, 0, 1, -1)

type Draft = { readonly op: Write['op']; readonly id: string; readonly off: number } & {
  readonly body: Body
  readonly by: number
  readonly floor?: number | undefined
}

const draft: fc.Arbitrary<Draft> = fc.record({
  op: fc.constantFrom<Write['op']>('insert', 'insert', 'insert', 'replace', 'replace', 'remove', 'adjust'),
  id,
  off,
  body,
  by: fc.integer({ min: -3, max: 3 }),
  floor: maybe(fc.constantFrom(-2, 0)),
})

const query: fc.Arbitrary<IndexQuery> = fc
  .record({
    index: fc.constantFrom('byId', ...Object.keys(indexes)),
    equals: fc.array(key, { maxLength: 2 }),
    range: maybe(fc.record({ gt: key, gte: key, lt: key, lte: key }, { requiredKeys: [] })),
    reverse: fc.boolean(),
    limit: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ index, equals, range, ...rest }) => {
    const width = index === 'byId' ? 0 : indexes[index as keyof typeof indexes].fields.length
    return { index, equals: equals.slice(0, width), ...(range && { range }), ...rest }
  })

const history = fc.array(
  fc.record({
    drafts: fc.array(draft, { minLength: 1, maxLength: 4 }),
    queries: fc.array(query, { maxLength: 6 }),
  }),
  { maxLength: 12 },
)

export function modelConformance(open: OpenEngine): void {
  test('any history reads the same as in a plain model, by every index and page', async (t) => {
    const { engine: opened, destroy } = await open()
    const engine = plainly(opened)
    t.after(destroy)
    let runs = 0
    const property = fc.asyncProperty(history, async (steps) => {
      const collection = { name: `run${++runs}`, indexes }
      const pair = { engine, model: createModelEngine(), collection }
      for (const each of [pair.engine, pair.model]) await each.prepare([collection])
      for (const { drafts, queries } of steps) {
        await compareCommit(pair, drafts)
        for (const each of queries) await compareFind(pair, each)
      }
      for (const index of ['byId', ...Object.keys(indexes)]) await compareFind(pair, { index, limit: 3 })
    })
    // Making a failing history smaller takes many more runs: not for ever.
    await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: 30_000 })
  })
}

interface Pair {
  readonly engine: Engine
  readonly model: Engine
  readonly collection: CollectionSpec
}

async function compareCommit({ engine, model, collection }: Pair, drafts: readonly Draft[]): Promise<void> {
  const there = await model.get(
    collection,
    drafts.map((each) => each.id),
  )
  const writes = drafts.map((each, at) => toWrite(collection, each, there[at]?.revision ?? 1))
  const outcome = async (on: Engine) => {
    try {
      await on.commit(writes)
      return 'done'
    } catch (error) {
      // Which of two taken keys is named is up to the engine.
      return error instanceof Conflict ? `${error.kind} ${error.collection}/${error.id}` : `${error}`
    }
  }
  assert.equal(await outcome(engine), await outcome(model))
  const all = drafts.map((each) => each.id)
  assert.deepEqual(await engine.get(collection, all), await model.get(collection, all))
}

function toWrite(
  collection: CollectionSpec,
  { op, id, off, body, by, floor }: Draft,
  current: number,
): Write {
  const at = { collection, id }
  const revision = current + off
  if (op === 'insert') return { op, ...at, schema: 1, body }
  if (op === 'replace') return { op, ...at, revision, schema: 2, body }
  if (op === 'remove') return { op, ...at, revision }
  return { op, ...at, field: 'count', by, ...(floor === undefined ? {} : { floor }) }
}

async function compareFind({ engine, model, collection }: Pair, query: IndexQuery): Promise<void> {
  const from = { from: collection, ...query }
  assert.deepEqual(await pages(engine, from), await pages(model, from), JSON.stringify(query))
}
