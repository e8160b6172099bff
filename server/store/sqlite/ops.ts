import {
  BODY_BYTES_MAX,
  type Body,
  KEY_BYTES_MAX,
  StoreLimit,
  WRITES_MAX,
  type Write,
} from '#store/engine.ts'
import { entriesOf, keyAt } from '#store/index-keys.ts'
import { type SqlKey, toSqlKey } from './keys.ts'
import { checkName, type TableLayout } from './layout.ts'

/** The rows of one document in the table of one multi-valued index. */
export type Entries = readonly (readonly SqlKey[])[]

/** A body ready to be written: its text, its key columns and its entries, each in the layout's order. */
export interface EncodedBody {
  readonly text: string
  readonly keys: readonly SqlKey[]
  readonly entries: readonly Entries[]
}

/** A write, checked and reduced to what SQLite needs: plain data, so that it can cross to a worker thread. */
export type Op = { readonly table: string; readonly id: string } & (
  | ({
      readonly op: 'insert'
      readonly schema: number
      readonly revision: number
      readonly memo?: unknown
    } & EncodedBody)
  | ({
      readonly op: 'replace'
      readonly schema: number
      readonly revision: number
      readonly memo?: unknown
    } & EncodedBody)
  | { readonly op: 'remove'; readonly revision: number }
  | {
      readonly op: 'adjust'
      readonly field: string
      readonly by: number
      readonly floor: number
      /** Set when it was carried out: what lies there now. */
      result?: { readonly revision: number; readonly schema: number; readonly text: string }
    }
)

export type Layouts = ReadonlyMap<string, TableLayout>

export function layoutIn(layouts: Layouts, collection: { name: string }): TableLayout {
  const layout = layouts.get(collection.name)
  if (layout) return layout
  throw new Error(`The collection "${collection.name}" is not prepared.`)
}

/**
 * Checks the bounds of a commit and takes its writes apart. Throws `StoreLimit`; nothing has been written
 * then.
 */
export function encodeCommit(layouts: Layouts, writes: readonly Write[]): Op[] {
  if (writes.length > WRITES_MAX)
    throw new StoreLimit('writes', `A commit of ${writes.length} writes is over the ${WRITES_MAX} allowed.`)
  return writes.map((write) => encodeWrite(layoutIn(layouts, write.collection), write))
}

function encodeWrite(layout: TableLayout, write: Write): Op {
  const { op, id } = write
  const table = layout.name
  switch (op) {
    case 'insert': {
      checkId(id)
      const { revision = 1, schema, memo } = write
      return { op, table, id, revision, schema, memo, ...encodeBody(layout, write.body) }
    }
    case 'replace': {
      const { revision, schema, memo } = write
      return { op, table, id, revision, schema, memo, ...encodeBody(layout, write.body) }
    }
    case 'remove':
      return { op, table, id, revision: write.revision }
    case 'adjust': {
      const { field, by, floor = -Infinity } = write
      if (!Number.isSafeInteger(by)) throw new TypeError(`${by} is not an integer to adjust ${field} by.`)
      return { op, table, id, field: checkName(field, 'a field'), by, floor }
    }
  }
}

export function encodeBody(layout: TableLayout, body: Body): EncodedBody {
  const text = JSON.stringify(body)
  if (text.length * 3 > BODY_BYTES_MAX && Buffer.byteLength(text) > BODY_BYTES_MAX)
    throw new StoreLimit('body', `A body in "${layout.name}" is over the ${BODY_BYTES_MAX} bytes allowed.`)
  const keys = layout.columns.map(({ field, sparse }) => {
    const key = keyAt(body, field)
    return key === null && sparse ? null : toSqlKey(key)
  })
  const entries = layout.multi.map(({ spec }) => entriesOf(spec, body).map((entry) => entry.map(toSqlKey)))
  return { text, keys, entries }
}

function checkId(id: string): void {
  if (id.length * 3 > KEY_BYTES_MAX && Buffer.byteLength(id) > KEY_BYTES_MAX)
    throw new StoreLimit('key', `The id "${id.slice(0, 40)}…" is longer than ${KEY_BYTES_MAX} bytes.`)
}
