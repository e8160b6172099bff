import {
  BODY_BYTES_MAX,
  type Body,
  KEY_BYTES_MAX,
  StoreLimit,
  WRITES_MAX,
  type Write,
} from '#store/engine.ts'
import { entriesOf } from '#store/index-keys.ts'
import { toJsonb, toText } from './keys.ts'
import type { TableLayout } from './layout.ts'
import { checkName } from './names.ts'

export type Layouts = ReadonlyMap<string, TableLayout>

export function layoutIn(layouts: Layouts, collection: { name: string }): TableLayout {
  const layout = layouts.get(collection.name)
  if (layout) return layout
  throw new Error(`The collection "${collection.name}" is not prepared.`)
}

/** Writes of one kind on one collection, one after the other. */
interface Run {
  readonly layout: TableLayout
  readonly op: Write['op']
  /** The place of its first write in the commit. */
  readonly first: number
  readonly rows: string[]
  readonly ids: Set<string>
}

/**
 * A commit as the database's function `store:commit` takes it, as JSON. Throws `StoreLimit`; nothing has been
 * written then.
 */
export function encodeCommit(layouts: Layouts, writes: readonly Write[]): string {
  if (writes.length > WRITES_MAX)
    throw new StoreLimit('writes', `A commit of ${writes.length} writes is over the ${WRITES_MAX} allowed.`)
  const runs: Run[] = []
  for (const [first, write] of writes.entries()) {
    const layout = layoutIn(layouts, write.collection)
    const row = encodeWrite(layout, write)
    const last = runs.at(-1)
    const fits = last?.layout === layout && last.op === write.op && !last.ids.has(write.id)
    const run = fits ? last : { layout, op: write.op, first, rows: [], ids: new Set<string>() }
    if (!fits) runs.push(run)
    run.rows.push(row)
    run.ids.add(write.id)
  }
  const texts = runs.map(
    ({ layout, op, first, rows }) => `["${quoted(layout.write)}","${op}",${first},[${rows}]]`,
  )
  return `[[${locksOf(runs)}],[${texts}]]`
}

/** In a JSON string. */
const quoted = (identifier: string): string => identifier.replaceAll('"', '\\"')

/**
 * Which documents to lock before the first write. All commits lock in the same order, so that two of them
 * which change the same counters in another order do not wait for each other. One that changes a single
 * document, and does so first, needs no lock.
 */
function locksOf(runs: readonly Run[]): string[] {
  const changing = runs.filter(({ op }) => op !== 'insert')
  const count = changing.reduce((sum, { rows }) => sum + rows.length, 0)
  if (count === 0 || (count === 1 && runs[0] === changing[0])) return []
  const byTable = new Map<string, Set<string>>()
  for (const { layout, ids } of changing)
    byTable.set(layout.table, (byTable.get(layout.table) ?? new Set()).union(ids))
  return [...byTable]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, ids]) => `["${quoted(table)}",${JSON.stringify([...ids].map(toText))}]`)
}

function encodeWrite(layout: TableLayout, write: Write): string {
  const id = JSON.stringify(toText(write.id))
  switch (write.op) {
    case 'insert':
      checkId(write.id)
      return `[${id},${write.revision ?? 1},${write.schema},${encodeBody(layout, write.body)}]`
    case 'replace':
      return `[${id},${write.revision},${write.schema},${encodeBody(layout, write.body)}]`
    case 'remove':
      return `[${id},${write.revision}]`
    case 'adjust': {
      const { field, by, floor } = write
      if (!Number.isSafeInteger(by)) throw new TypeError(`${by} is not an integer to adjust ${field} by.`)
      return `[${id},"${checkName(field, 'a field')}",${by},${JSON.stringify(floor ?? null)}]`
    }
  }
}

function encodeBody(layout: TableLayout, body: Body): string {
  const text = JSON.stringify(body)
  if (text.length * 3 > BODY_BYTES_MAX && Buffer.byteLength(text) > BODY_BYTES_MAX)
    throw new StoreLimit('body', `A body in "${layout.name}" is over the ${BODY_BYTES_MAX} bytes allowed.`)
  // The database makes the entries; whether they are within bounds is told here, before anything is written.
  for (const { spec } of layout.declared) entriesOf(spec, body)
  return toJsonb(text)
}

function checkId(id: string): void {
  if (id.length * 3 > KEY_BYTES_MAX && Buffer.byteLength(id) > KEY_BYTES_MAX)
    throw new StoreLimit('key', `The id "${id.slice(0, 40)}…" is longer than ${KEY_BYTES_MAX} bytes.`)
}
