import type { Document } from 'mongodb'
import { toBsonNumber } from './bodies.ts'
import { type Encoded, fieldsOf, type MongoDocument, newBirth } from './documents.ts'
import { ENTRIES, type Entry, type Layout } from './layout.ts'

/**
 * What is sent to MongoDB. A commit holds at most one step for each document, so that their order does not
 * matter. Each but `clear` must find exactly one document, or make one.
 */
export type Step =
  | { readonly op: 'insert'; readonly collection: string; readonly document: object; readonly bytes: number }
  | {
      readonly op: 'update'
      readonly collection: string
      readonly filter: Document
      readonly update: Document
      readonly bytes: number
    }
  | { readonly op: 'delete'; readonly collection: string; readonly filter: Document; readonly bytes: number }
  /** Entries that go; fewer may be there. */
  | { readonly op: 'clear'; readonly collection: string; readonly filter: Document; readonly bytes: number }

const BYTES = 1_000

export function insertStep(layout: Layout, encoded: Encoded, at: { revision: number; birth?: number }): Step {
  const { revision, birth = newBirth() } = at
  const document: MongoDocument = { _id: encoded.id, revision, birth, ...fieldsOf(layout, encoded) }
  return { op: 'insert', collection: layout.name, document, bytes: bytesOf(encoded) }
}

const bytesOf = ({ bytesAtMost, entries }: Encoded): number => bytesAtMost + BYTES * (entries.length + 1)

export const entrySteps = (entries: readonly Entry[]): Step[] =>
  entries.map((document) => ({ op: 'insert', collection: ENTRIES, document, bytes: 2 * BYTES }))

export const clearStep = (owner: string, ids: readonly string[]): Step => ({
  op: 'clear',
  collection: ENTRIES,
  filter: { _id: { $in: ids }, owner },
  bytes: ids.length * BYTES,
})

/** `filter` says which document it must be; `set` what else changes. */
export function replaceStep(layout: Layout, encoded: Encoded, at: { filter: Document; set: Document }): Step {
  const update = {
    $set: { ...fieldsOf(layout, encoded), ...at.set },
    ...(!encoded.odd && { $unset: { odd: '' } }),
  }
  return { op: 'update', collection: layout.name, filter: at.filter, update, bytes: bytesOf(encoded) }
}

export const deleteStep = (layout: Layout, filter: Document): Step => ({
  op: 'delete',
  collection: layout.name,
  filter,
  bytes: BYTES,
})

/** This very document, unchanged: what was worked out from it still holds. */
export const exactly = ({ _id, revision, birth, layout, entries }: MongoDocument): Document => ({
  _id,
  revision,
  birth,
  layout,
  entries,
})

/**
 * The document at a revision, if these are its entries: true of most saves, which leave the keys alone. Where
 * it is not, nothing is found, and the commit is worked out from what lies there.
 */
export const assumed = (layout: Layout, at: { id: string; revision: number; entries: readonly Entry[] }) => ({
  _id: at.id,
  revision: at.revision,
  layout: layout.id,
  entries: at.entries.map((entry) => entry._id),
})

export interface Adjustment {
  readonly field: string
  readonly by: number
  readonly floor?: number | undefined
}

/**
 * Counters of one document, one after the other, in one update. Its condition is what they need of the values
 * before; it does not name the revision, so that counters contend on nothing but themselves.
 */
export function adjustStep(layout: Layout, id: string, adjustments: readonly Adjustment[]): Step {
  const fields = new Map<string, { sum: number; least: number; most: number }>()
  for (const { field, by, floor = -Infinity } of adjustments) {
    const { sum: before, least, most } = fields.get(field) ?? { sum: 0, least: -SAFE, most: SAFE }
    const sum = before + by
    fields.set(field, {
      sum,
      least: Math.max(least, floor - sum, -SAFE - sum),
      most: Math.min(most, SAFE - sum),
    })
  }
  const conditions = [...fields].map(([field, bounds]) => conditionOn(`body.${field}`, bounds))
  const sums = [...fields].map(([field, { sum }]) => [`body.${field}`, toBsonNumber(sum)])
  return {
    op: 'update',
    collection: layout.name,
    filter: { _id: id, layout: layout.id, $and: conditions },
    update: { $inc: { revision: adjustments.length, ...Object.fromEntries(sums) } },
    bytes: BYTES,
  }
}

const SAFE = Number.MAX_SAFE_INTEGER

/** Integers are stored as such: see bodies.ts. What is missing counts as 0. */
function conditionOn(path: string, { least, most }: { least: number; most: number }): Document {
  const isThere = { [path]: { $type: ['int', 'long'], $gte: least, $lte: most } }
  return least <= 0 && most >= 0 ? { $or: [isThere, { [path]: { $exists: false } }] } : isThere
}
