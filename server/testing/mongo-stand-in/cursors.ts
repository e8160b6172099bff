import { BSON } from 'mongodb'
import { CommandError } from './errors.ts'
import { type Doc, serialize } from './values.ts'

/** Documents that have been serialized already; the reply takes them as they are. */
export class RawList {
  readonly items: readonly Uint8Array[]
  constructor(items: readonly Uint8Array[]) {
    this.items = items
  }
}

export interface Batch {
  readonly items: readonly Uint8Array[]
  readonly isLast: boolean
  /** Further fields of the reply's cursor. */
  readonly extra?: Doc
}

export interface BatchRequest {
  /** Undefined: as many as fit. */
  readonly size: number | undefined
  readonly waitMs: number | undefined
  readonly signal: AbortSignal
}

/** Where a client goes on reading. */
export interface Cursor {
  readonly ns: string
  readonly sessionKey: string | undefined
  readonly isChangeStream: boolean
  next(request: BatchRequest): Batch | Promise<Batch>
}

export interface Cursors {
  open(cursor: Cursor): bigint
  /** Refuses an id that is none. */
  get(id: bigint): Cursor
  isChangeStream(id: bigint): boolean
  close(id: bigint): boolean
  closeOf(sessionKey: string): void
  closeAll(): void
}

export function createCursors(): Cursors {
  const all = new Map<bigint, Cursor>()
  let last = BigInt(BSON.Long.fromNumber(4_000_000_000).toString())
  return {
    open(cursor) {
      last += 7n
      all.set(last, cursor)
      return last
    },
    get(id) {
      const cursor = all.get(id)
      if (!cursor) throw new CommandError('CursorNotFound', `cursor id ${id} not found`)
      return cursor
    },
    isChangeStream: (id) => all.get(id)?.isChangeStream ?? false,
    close: (id) => all.delete(id),
    closeOf(sessionKey) {
      for (const [id, cursor] of all) if (cursor.sessionKey === sessionKey) all.delete(id)
    },
    closeAll: () => all.clear(),
  }
}

const BATCH_BYTES_MAX = 16 * 1024 * 1024 - 16 * 1024
export const FIRST_BATCH = 101

export type Item = Uint8Array | Doc

const toBytes = (item: Item): Uint8Array => (item instanceof Uint8Array ? item : serialize(item))

interface ListCursorOptions {
  readonly ns: string
  readonly sessionKey: string | undefined
  readonly items: readonly Item[]
  /** Whether the client wanted no more than there is. Else a full batch is not known to be the last. */
  readonly isLimited: boolean
}

/** A cursor over documents that have all been found. */
export function createListCursor({ ns, sessionKey, items, isLimited }: ListCursorOptions): Cursor {
  let at = 0
  return {
    ns,
    sessionKey,
    isChangeStream: false,
    next({ size }) {
      const batch: Uint8Array[] = []
      let bytes = 0
      while (at < items.length && batch.length < (size ?? Number.POSITIVE_INFINITY)) {
        const next = toBytes(items[at] as Item)
        if (batch.length > 0 && bytes + next.length > BATCH_BYTES_MAX) break
        bytes += next.length
        batch.push(next)
        at += 1
      }
      const isFull = batch.length === size
      return { items: batch, isLast: at === items.length && (isLimited || !isFull) }
    },
  }
}

/** A command's answer with the first batch of a cursor, which stays open if there is more. */
export async function firstBatch(
  cursors: Cursors,
  cursor: Cursor,
  request: BatchRequest & { readonly isSingle?: boolean },
): Promise<Doc> {
  const { items, isLast, extra = {} } = await cursor.next({ ...request, size: request.size ?? FIRST_BATCH })
  const id = isLast || request.isSingle ? 0n : cursors.open(cursor)
  return { id: BSON.Long.fromBigInt(id), ns: cursor.ns, firstBatch: new RawList(items), ...extra }
}
