import { KEY_BYTES_MAX, StoreLimit, WRITES_MAX, type Write } from '#store/engine.ts'
import { type Encoded, encode } from './documents.ts'
import { checkName, type Layout } from './layout.ts'
import {
  type Adjustment,
  adjustStep,
  assumed,
  deleteStep,
  entrySteps,
  insertStep,
  replaceStep,
  type Step,
} from './steps.ts'

/** A write, checked, with its body as it will lie there. */
export type Planned = { readonly layout: Layout; readonly id: string } & (
  | { readonly op: 'insert'; readonly revision: number; readonly encoded: Encoded }
  | { readonly op: 'replace'; readonly revision: number; readonly encoded: Encoded }
  | { readonly op: 'remove'; readonly revision: number }
  | ({ readonly op: 'adjust' } & Adjustment)
)

export type PlannedAs<K extends Planned['op']> = Extract<Planned, { op: K }>

export type Layouts = ReadonlyMap<string, Layout>

export function layoutIn(layouts: Layouts, { name }: { name: string }): Layout {
  const layout = layouts.get(name)
  if (layout) return layout
  throw new Error(`The collection "${name}" is not prepared.`)
}

/** Checks the bounds of a commit. Throws `StoreLimit`; nothing has been written then. */
export function planWrites(layouts: Layouts, writes: readonly Write[]): Planned[] {
  if (writes.length > WRITES_MAX)
    throw new StoreLimit('writes', `A commit of ${writes.length} writes is over the ${WRITES_MAX} allowed.`)
  return writes.map((write) => planWrite(layoutIn(layouts, write.collection), write))
}

function planWrite(layout: Layout, write: Write): Planned {
  const { op, id } = write
  switch (op) {
    case 'insert':
      checkId(id)
      return { op, layout, id, revision: write.revision ?? 1, encoded: encode(layout, write) }
    case 'replace':
      return { op, layout, id, revision: write.revision, encoded: encode(layout, write) }
    case 'remove':
      return { op, layout, id, revision: write.revision }
    case 'adjust': {
      const { by, floor } = write
      const field = checkName(write.field, 'a field')
      if (!Number.isSafeInteger(by)) throw new TypeError(`${by} is not an integer to adjust ${field} by.`)
      return { op, layout, id, field, by, floor }
    }
  }
}

function checkId(id: string): void {
  if (id.length * 3 > KEY_BYTES_MAX && Buffer.byteLength(id) > KEY_BYTES_MAX)
    throw new StoreLimit('key', `The id "${id.slice(0, 40)}…" is longer than ${KEY_BYTES_MAX} bytes.`)
}

export const nameOf = ({ layout, id }: Planned): string => `${layout.name}/${id}`

/** The writes of each document, in order. */
export const byDocument = (writes: readonly Planned[]): ReadonlyMap<string, readonly Planned[]> =>
  Map.groupBy(writes, nameOf)

/**
 * The steps of a commit when all is as its writes assume, worked out without a look at what lies there; none
 * where that cannot be: several writes to one document build on each other, an entry to remove is not known,
 * a counter is part of an index.
 */
export function stepsAssumed(writes: readonly Planned[]): Step[] | undefined {
  const steps: Step[] = []
  for (const ofOne of byDocument(writes).values()) {
    const some = ofOne.every(isPlainAdjust) ? adjustSteps(ofOne) : stepsOfOne(ofOne)
    if (!some) return undefined
    steps.push(...some)
  }
  return steps
}

export const isPlainAdjust = (write: Planned): write is PlannedAs<'adjust'> =>
  write.op === 'adjust' && !write.layout.indexedFields.has(write.field)

function adjustSteps(writes: readonly PlannedAs<'adjust'>[]): Step[] {
  const [{ layout, id }] = writes as [PlannedAs<'adjust'>]
  return [adjustStep(layout, id, writes)]
}

function stepsOfOne([write, ...more]: readonly Planned[]): Step[] | undefined {
  if (!write || more.length > 0 || write.op === 'adjust') return undefined
  const { layout, id, revision } = write
  if (write.op === 'insert')
    return [insertStep(layout, write.encoded, { revision }), ...entrySteps(write.encoded.entries)]
  if (write.op === 'replace') {
    const filter = assumed(layout, { id, revision, entries: write.encoded.entries })
    return [replaceStep(layout, write.encoded, { filter, set: { revision: revision + 1 } })]
  }
  return layout.entered.length > 0
    ? undefined
    : [deleteStep(layout, assumed(layout, { id, revision, entries: [] }))]
}
