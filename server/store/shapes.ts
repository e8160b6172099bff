import { isDeepStrictEqual } from 'node:util'
import type { Collection, Document, Upgrade } from './collection.ts'
import {
  type Body,
  type CollectionSpec,
  Conflict,
  type Engine,
  type IndexSpec,
  type Stored,
  type Write,
} from './engine.ts'

/**
 * What the versions of the shop agree on while an old and a new one serve together: in which shape documents
 * are written, and which indexes are kept. No part of the shop, so never copied with it.
 */
export const shapes: CollectionSpec = { name: 'shapes', indexes: {} }

const SHAPES_ID = 'here'
const TRIES_MAX = 20

interface Shape {
  readonly schema: number
  readonly indexes: { readonly [name: string]: IndexSpec }
}

type Shapes = { readonly [collection: string]: Shape }

interface Agreement {
  /** What every process that serves can read: what is written. */
  readonly current: Shapes
  /** What the version that is being rolled out declares; null when none is. */
  readonly next: Shapes | null
}

export interface RollingUpgrade {
  /** Whether the database itself keeps an index true that the old processes know nothing of. */
  readonly newIndexes: boolean
}

/** This version and the store do not go together, or not while others serve. Says what to do. */
export class ShapeMismatch extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ShapeMismatch'
  }
}

/** Collections that a store notes of itself and that are not among these, or are newer: names, schemas. */
export function unknownIn(
  stored: Stored | undefined,
  known: readonly { readonly name: string; readonly schema?: number }[],
): string[] {
  if (!stored) return []
  const { current, next } = stored.body as unknown as Agreement
  const schemas = new Map(known.map(({ name, schema = 0 }) => [name, schema]))
  const unknown = new Set<string>()
  for (const [name, { schema }] of [...Object.entries(current), ...Object.entries(next ?? {})]) {
    const mine = schemas.get(name)
    if (mine === undefined) unknown.add(name)
    else if (schema > mine) unknown.add(`${name} (schema ${schema})`)
  }
  return [...unknown]
}

type Collections = readonly Collection<Document>[]

/**
 * Prepares the store for this version, and answers the engine to use: in a rolling upgrade one that writes
 * documents as the version before reads them, until this version is started without.
 */
export async function prepareShapes(
  engine: Engine,
  collections: Collections,
  rolling?: RollingUpgrade,
): Promise<Engine> {
  await engine.prepare([shapes])
  for (let tries = 1; ; tries++) {
    const [stored] = await engine.get(shapes, [SHAPES_ID])
    const agreed = stored && (stored.body as unknown as Agreement)
    const plan = planFor(collections, agreed, rolling)
    await engine.prepare(plan.prepare)
    // What is said only once it holds was not known to others that have prepared meanwhile, and may have
    // undone it; and what they said was not known here. So all is looked at again until nothing changes.
    const isAgreed = isDeepStrictEqual(agreed, plan.agreement)
    if (isAgreed && (await revisionIn(engine)) === stored?.revision)
      return plan.older.size === 0 ? engine : writingOlder(engine, plan.older)
    if (tries === TRIES_MAX) throw new ShapeMismatch('Several versions are being started at once. Try again.')
    if (!isAgreed) await agree(engine, toWrite(plan.agreement, stored?.revision))
  }
}

const revisionIn = async (engine: Engine): Promise<number | undefined> =>
  (await engine.get(shapes, [SHAPES_ID]))[0]?.revision

async function agree(engine: Engine, write: Write): Promise<void> {
  try {
    await engine.commit([write])
  } catch (error) {
    // Another process that is being started was first.
    if (!(error instanceof Conflict)) throw error
  }
}

function toWrite(agreement: Agreement, revision: number | undefined): Write {
  const common = { collection: shapes, id: SHAPES_ID, schema: 1, body: agreement as unknown as Body }
  return revision === undefined ? { op: 'insert', ...common } : { op: 'replace', revision, ...common }
}

interface Plan {
  readonly agreement: Agreement
  readonly prepare: readonly CollectionSpec[]
  /** The collections that are written in an older shape, with its number. */
  readonly older: ReadonlyMap<string, number>
}

function planFor(collections: Collections, agreed: Agreement | undefined, rolling?: RollingUpgrade): Plan {
  const mine = toShapes(collections)
  const alone = { agreement: { current: mine, next: null }, prepare: collections, older: new Map() }
  if (!agreed) return alone
  const { current, next } = agreed
  refuseOlder(mine, current)
  if (isDeepStrictEqual(mine, current)) {
    // Of the version before, started anew while the next one is being rolled out.
    return { agreement: agreed, prepare: withIndexesOf(collections, next ?? {}), older: new Map() }
  }
  if (!rolling) return alone
  if (!rolling.newIndexes) refuseNewIndexes(mine, current)
  return {
    agreement: { current, next: mine },
    prepare: withIndexesOf(collections, current),
    older: olderIn(collections, current),
  }
}

/** As JSON has it, so that it can be compared with what was stored. */
const toShapes = (collections: Collections): Shapes =>
  JSON.parse(
    JSON.stringify(
      Object.fromEntries(collections.map(({ name, schema, indexes }) => [name, { schema, indexes }])),
    ),
  ) as Shapes

function refuseOlder(mine: Shapes, current: Shapes): void {
  for (const [name, { schema }] of Object.entries(mine)) {
    const written = current[name]?.schema ?? 0
    if (written > schema)
      throw new ShapeMismatch(
        `This version is too old for this store: its ${name} are written with schema ${written}, this version ` +
          `knows ${schema}. Start the version that wrote it, or a later one.`,
      )
  }
}

function refuseNewIndexes(mine: Shapes, current: Shapes): void {
  for (const [name, { indexes }] of Object.entries(mine)) {
    const known = current[name]?.indexes
    const fresh = Object.keys(indexes).find((index) => known && !known[index])
    if (fresh)
      throw standStill(`${name} has the new index ${fresh}, which the processes that serve do not keep.`)
  }
}

const standStill = (why: string): ShapeMismatch =>
  new ShapeMismatch(
    `${why} This upgrade cannot be rolled out: stop all processes, then start the new version without ROLLING_UPGRADE.`,
  )

/** With the indexes that another version needs, beside those declared. */
function withIndexesOf(collections: Collections, others: Shapes): CollectionSpec[] {
  const shapesOfMine = toShapes(collections)
  return collections.map(({ name, indexes }) => {
    const theirs = others[name]?.indexes ?? {}
    const mine = shapesOfMine[name]?.indexes ?? {}
    const changed = Object.keys(theirs).find(
      (index) => mine[index] && !isDeepStrictEqual(mine[index], theirs[index]),
    )
    if (changed)
      throw standStill(`${name} declares its index ${changed} otherwise than the version that serves.`)
    return { name, indexes: { ...theirs, ...indexes } }
  })
}

function olderIn(collections: Collections, current: Shapes): ReadonlyMap<string, number> {
  const older = new Map<string, number>()
  for (const { name, schema, downgrades } of collections) {
    const written = current[name]?.schema ?? schema
    for (let at = schema; at > written; at--)
      if (!downgrades[at]) throw standStill(`${name} lacks a downgrade from schema ${at}.`)
    if (written < schema) older.set(name, written)
  }
  return older
}

/** Writes documents in the shapes that others can read; reads as ever. */
function writingOlder(engine: Engine, older: ReadonlyMap<string, number>): Engine {
  return {
    ...engine,
    commit: (writes) =>
      engine.commit(writes.map((write) => toOlder(write, older.get(write.collection.name)))),
  }
}

function toOlder(write: Write, schema: number | undefined): Write {
  if (schema === undefined || (write.op !== 'insert' && write.op !== 'replace')) return write
  const { downgrades } = write.collection as Collection<Document>
  let { body } = write
  for (let at = write.schema; at > schema; at--) body = (downgrades[at] as Upgrade)(body)
  // Whoever reads it next gets what was written, and not what was lost on the way back.
  return { ...write, body, schema: Math.min(schema, write.schema), memo: undefined }
}
