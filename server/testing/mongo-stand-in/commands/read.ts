import { BSON } from 'mongodb'
import {
  type Call,
  type Commands,
  checkCollation,
  checkFields,
  collectionOf,
  countOf,
  docAt,
  flagOf,
  listOf,
  numberOf,
  readView,
  requiredDoc,
  scopeOf,
  textOf,
} from '../call.ts'
import { openChangeStream } from '../change-stream.ts'
import { countDocs } from '../collection.ts'
import { createListCursor, firstBatch, type Item, RawList } from '../cursors.ts'
import { CommandError, notKnownHere } from '../errors.ts'
import type { Scope } from '../expressions.ts'
import { toKey } from '../order.ts'
import { someAt, stepsOf } from '../paths.ts'
import { compileProjection } from '../projection.ts'
import { findDocs, type Hit, type Query } from '../query.ts'
import { toStage } from '../shapes.ts'
import { compilePipeline, toCount } from '../stages.ts'
import { type Doc, isDoc, toInteger, toTimestamp } from '../values.ts'
import { docOf, type View } from '../versions.ts'

const requestOf = ({ signal }: Call, size: number | undefined) => ({ size, waitMs: undefined, signal })

const atClusterTime = (snapshot: number | undefined): Doc =>
  snapshot === undefined ? {} : { atClusterTime: toTimestamp(snapshot) }

async function find(call: Call): Promise<Doc> {
  const { command, world, session } = call
  checkCollation(command)
  const { view, snapshot } = readView(call)
  const collection = collectionOf(call)
  const scope = scopeOf(call)
  const given = numberOf(command, 'limit') ?? 0
  const limit = Math.abs(given)
  const query: Query = {
    filter: docAt(command, 'filter') ?? {},
    sort: docAt(command, 'sort'),
    hint: command.hint,
    skip: countOf(command, 'skip'),
    limit,
    scope,
  }
  const hits = collection ? [...findDocs(collection, view, query)] : []
  const spec = docAt(command, 'projection')
  const project = spec && Object.keys(spec).length > 0 ? compileProjection(spec) : undefined
  const items = hits.map(({ version }): Item => {
    return project ? project(docOf(version) as Doc, scope) : (version.bytes as Uint8Array)
  })
  const ns = `${call.db}.${textOf(command, 'find')}`
  const cursor = createListCursor({ ns, sessionKey: session?.key, items, isLimited: items.length === limit })
  const isSingle = flagOf(command, 'singleBatch') || given < 0
  const request = { ...requestOf(call, countOf(command, 'batchSize')), isSingle }
  const first = await firstBatch(world.cursors, cursor, request)
  return { cursor: { ...first, ...atClusterTime(snapshot) } }
}

async function getMore(call: Call): Promise<Doc> {
  const { command, world, signal, session } = call
  const id = BSON.Long.isLong(command.getMore) ? command.getMore.toBigInt() : 0n
  const cursor = world.cursors.get(id)
  const ns = `${call.db}.${textOf(command, 'collection')}`
  if (cursor.ns !== ns) {
    throw new CommandError(
      'Unauthorized',
      `Requested getMore on namespace '${ns}', but cursor belongs to '${cursor.ns}'`,
    )
  }
  if (cursor.sessionKey !== session?.key) {
    throw new CommandError(50737, `Cannot run getMore on cursor ${id}, which was created in another session`)
  }
  const size = countOf(command, 'batchSize')
  const {
    items,
    isLast,
    extra = {},
  } = await cursor.next({ size: size || undefined, waitMs: countOf(command, 'maxTimeMS'), signal })
  if (isLast) world.cursors.close(id)
  return {
    cursor: { id: BSON.Long.fromBigInt(isLast ? 0n : id), ns, nextBatch: new RawList(items), ...extra },
  }
}

function killCursors({ command, world }: Call): Doc {
  const ids = listOf(command, 'cursors').filter(BSON.Long.isLong)
  const [cursorsKilled, cursorsNotFound] = [[] as unknown[], [] as unknown[]]
  for (const id of ids) (world.cursors.close(id.toBigInt()) ? cursorsKilled : cursorsNotFound).push(id)
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] }
}

function count(call: Call): Doc {
  const { command } = call
  checkCollation(command)
  const collection = collectionOf(call)
  if (!collection) return { n: 0 }
  const { view } = readView(call)
  const filter = docAt(command, 'query') ?? {}
  const limit = Math.abs(numberOf(command, 'limit') ?? 0)
  const query = { filter, hint: command.hint, skip: countOf(command, 'skip'), limit, scope: scopeOf(call) }
  const isPlain = Object.keys(filter).length === 0 && !command.hint && !query.skip && !limit
  const n = isPlain ? countDocs(collection) : [...findDocs(collection, view, query)].length
  return { n: toInteger(BigInt(n)) }
}

function distinct(call: Call): Doc {
  const { command } = call
  checkCollation(command)
  const collection = collectionOf(call)
  const { view, snapshot } = readView(call)
  const steps = stepsOf(textOf(command, 'key'))
  const values = new Map<string, unknown>()
  const query = { filter: docAt(command, 'query') ?? {}, scope: scopeOf(call) }
  for (const { version } of collection ? findDocs(collection, view, query) : []) {
    const test = (value: unknown) => {
      if (value !== undefined && !Array.isArray(value)) values.set(toKey(value), value)
      return false
    }
    someAt(docOf(version) as Doc, { steps, test, expand: true })
  }
  return { values: [...values.values()], ...atClusterTime(snapshot) }
}

/** What the first stages ask of the collection, so that an index can answer it; and the rest. */
function splitPipeline(pipeline: readonly unknown[]): {
  query: Omit<Query, 'scope'>
  rest: readonly unknown[]
} {
  const query: { filter: Doc; sort?: Doc; limit?: number } = { filter: {} }
  let at = 0
  const [name, spec] = pipeline.length > 0 ? toStage(pipeline[0]) : []
  if (name === '$match' && isDoc(spec)) {
    query.filter = spec
    at = 1
  }
  const second = at < pipeline.length ? toStage(pipeline[at]) : undefined
  if (second?.[0] === '$sort' && isDoc(second[1])) {
    query.sort = second[1]
    at += 1
  }
  const third = at < pipeline.length ? toStage(pipeline[at]) : undefined
  if (third?.[0] === '$limit') {
    query.limit = toCount('$limit', third[1])
    at += 1
  }
  return { query, rest: pipeline.slice(at) }
}

/** Runs pipelines on the collections of a call's database, all as one view shows them. */
function createRead({ world, db }: Call, view: View) {
  const read = (name: string, pipeline: readonly unknown[], scope: Scope, hint?: unknown): Iterable<Doc> => {
    const collection = world.storage.find(db, name)
    const { query, rest } = splitPipeline(pipeline)
    const hits = collection ? findDocs(collection, view, { ...query, hint, scope }) : []
    return compilePipeline(rest, { scope, read })(docsOf(hits))
  }
  return read
}

function* docsOf(hits: Iterable<Hit>): Generator<Doc> {
  for (const { version } of hits) yield docOf(version) as Doc
}

async function aggregate(call: Call): Promise<Doc> {
  const { command, world, session, db } = call
  checkCollation(command)
  const pipeline = listOf(command, 'pipeline')
  const cursorOptions = requiredDoc(command, 'cursor')
  checkFields('aggregate.cursor', cursorOptions, ['batchSize'])
  const request = requestOf(call, countOf(cursorOptions, 'batchSize'))
  const name = typeof command.aggregate === 'string' ? command.aggregate : undefined
  const { view, snapshot } = readView(call)
  const scope = scopeOf(call)
  const read = createRead(call, view)
  const [first] = pipeline
  if (isDoc(first) && isDoc(first.$changeStream)) {
    const stages = compilePipeline(pipeline.slice(1), { scope, read })
    const cursor = openChangeStream(call, first.$changeStream, { collection: name, pipeline: stages })
    return { cursor: await firstBatch(world.cursors, cursor, { ...request, waitMs: 0 }) }
  }
  if (name === undefined) throw notKnownHere('pipelines without a collection')
  const items = [...read(name, pipeline, scope, command.hint)]
  const cursor = createListCursor({ ns: `${db}.${name}`, sessionKey: session?.key, items, isLimited: false })
  return { cursor: { ...(await firstBatch(world.cursors, cursor, request)), ...atClusterTime(snapshot) } }
}

const FIND_FIELDS = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'maxTimeMS',
  'collation',
  'let',
  'noCursorTimeout',
  'allowDiskUse',
  'allowPartialResults',
]
const AGGREGATE_FIELDS = [
  'pipeline',
  'cursor',
  'allowDiskUse',
  'maxTimeMS',
  'bypassDocumentValidation',
  'collation',
  'hint',
  'let',
]

const reading = { needs: 'readable', inTransaction: true } as const

/** The commands that read documents. */
export const readCommands: Commands = {
  find: { ...reading, fields: FIND_FIELDS, run: find },
  getMore: {
    needs: 'any',
    inTransaction: true,
    fields: ['collection', 'batchSize', 'maxTimeMS', 'term'],
    run: getMore,
  },
  killCursors: { needs: 'any', inTransaction: true, fields: ['cursors'], run: killCursors },
  count: {
    needs: 'readable',
    fields: ['query', 'limit', 'skip', 'hint', 'maxTimeMS', 'collation', 'fields'],
    run: count,
  },
  distinct: { ...reading, fields: ['key', 'query', 'maxTimeMS', 'collation', 'hint'], run: distinct },
  aggregate: { ...reading, fields: AGGREGATE_FIELDS, run: aggregate },
}
