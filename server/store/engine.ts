/**
 * A value that an index can hold. Order: null, then false/true, numbers, strings (by code point, never by
 * locale).
 */
export type Key = string | number | boolean | null

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A document's body: everything except its id and revision. */
export type Body = { readonly [key: string]: Json }

/**
 * How documents are found. `fields` are dotted paths; `-` before a path sorts it descending; `[]` after a
 * step walks an array and makes one entry for each distinct element (at most one path of an index may). The
 * id is always the last, silent field, in the direction of the last declared one, so every order is total.
 *
 * @example { fields: ['customerId', '-placedAt'] }, { fields: ['variants[].sku'], unique: true }
 */
export interface IndexSpec {
  readonly fields: readonly string[]
  /** No two documents share an entry. Implies `sparse`: a missing value collides with nothing. */
  readonly unique?: boolean
  /** Documents where any field of the index is missing or null are not in it. Else missing counts as null. */
  readonly sparse?: boolean
}

/** What an engine must know of a collection. */
export interface CollectionSpec {
  readonly name: string
  readonly indexes: { readonly [name: string]: IndexSpec }
}

/** A document as it lies in the store. */
export interface Stored {
  readonly id: string
  /** 1 after the insert (or what it said), one more for each replace or adjust. */
  readonly revision: number
  /** The schema version that the body was written with. */
  readonly schema: number
  /** May be shared with other readers: whoever wants another one makes a copy. */
  readonly body: Body
  /** What a reader made of it, for the next one; as good as gone at any time. */
  memo?: unknown
}

/**
 * A read by one declared index, or by the built-in `byId` (no fields but the id): equality on a prefix of its
 * fields, then optionally a range on the next field, in the index's order or its exact reverse. A document is
 * found once for each entry that it has there: several times, if an array gives it several.
 */
export interface IndexQuery {
  readonly index: string
  readonly equals?: readonly Key[]
  readonly range?: { readonly gt?: Key; readonly gte?: Key; readonly lt?: Key; readonly lte?: Key }
  readonly reverse?: boolean
  /** 1 to `FIND_LIMIT_MAX`. */
  readonly limit: number
  /**
   * The `next` of the page before: the last entry's remaining keys and its id. Rows at or before it are left
   * out.
   */
  readonly after?: readonly Key[]
}

export interface Found {
  readonly rows: readonly Stored[]
  /** Where the next page starts; null when nothing is left. */
  readonly next: readonly Key[] | null
}

/**
 * One step of a commit.
 * - `insert` fails as `taken` when the id or a unique key is in use.
 * - `replace` and `remove` fail as `stale` when the document is not at `revision` (or gone).
 * - `adjust` adds `by` to a top-level integer field, where missing counts as 0; fails as `floor` when the
 *   result would be under `floor`, as `stale` when the document is gone, with a `TypeError` when the field
 *   holds no integer. It names no revision: counters contend on nothing but themselves.
 */
export type Write =
  | {
      readonly op: 'insert'
      readonly collection: CollectionSpec
      readonly id: string
      readonly schema: number
      readonly body: Body
      /** What the document begins at, when it comes from another store; else 1. */
      readonly revision?: number
      /** Becomes `Stored.memo`, in engines that remember what they wrote. */
      readonly memo?: unknown
    }
  | {
      readonly op: 'replace'
      readonly collection: CollectionSpec
      readonly id: string
      readonly revision: number
      readonly schema: number
      readonly body: Body
      readonly memo?: unknown
    }
  | {
      readonly op: 'remove'
      readonly collection: CollectionSpec
      readonly id: string
      readonly revision: number
    }
  | {
      readonly op: 'adjust'
      readonly collection: CollectionSpec
      readonly id: string
      readonly field: string
      readonly by: number
      readonly floor?: number
    }

export type ConflictKind = 'stale' | 'taken' | 'floor'

/**
 * Why a commit was refused as a whole. Nothing of it was applied. `index` names the taken key; `byId` for an
 * id.
 */
export class Conflict extends Error {
  readonly kind: ConflictKind
  readonly collection: string
  readonly id: string
  readonly index: string | undefined

  constructor(kind: ConflictKind, at: { collection: string; id: string; index?: string | undefined }) {
    super(`${kind}: ${at.collection}/${at.id}${at.index ? ` (${at.index})` : ''}`)
    this.name = 'Conflict'
    this.kind = kind
    this.collection = at.collection
    this.id = at.id
    this.index = at.index
  }
}

/** Bounds that hold on every engine. Past them: `StoreLimit`, before anything is written. */
export const FIND_LIMIT_MAX = 1_000
export const GET_IDS_MAX = 1_000
export const WRITES_MAX = 10_000
export const BODY_BYTES_MAX = 1_048_576
/** UTF-8 bytes of one string key in an index. */
export const KEY_BYTES_MAX = 512
/** How long a commit may take, from the call until others see it. */
export const COMMIT_MS_MAX = 10_000

/** A bound of the store was passed: a document, key, commit or read is too large. */
export class StoreLimit extends Error {
  readonly limit: string
  constructor(limit: string, message: string) {
    super(message)
    this.name = 'StoreLimit'
    this.limit = limit
  }
}

/**
 * The database is away, or does not answer in time; it may be back in a moment. A read or a commit may be
 * tried again. Whether a commit that failed like this has been applied is not known: the engine has tried to
 * find out, and could not.
 */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'StoreUnavailable'
  }
}

/**
 * The five methods that a database must offer to carry a shop. One conformance suite holds for all of them.
 * Each may reject with `StoreUnavailable`.
 */
export interface Engine {
  /**
   * Creates or alters tables and indexes, in place; safe to run again, and with data there (new indexes are
   * filled).
   */
  prepare(collections: readonly CollectionSpec[]): Promise<void>
  /**
   * In the order asked; undefined where there is none. Sees every commit that was acknowledged before the
   * call.
   */
  get(collection: CollectionSpec, ids: readonly string[]): Promise<(Stored | undefined)[]>
  find(collection: CollectionSpec, query: IndexQuery): Promise<Found>
  /**
   * All or nothing, durable when it resolves. Rejects with `Conflict` or `StoreLimit`. A commit becomes
   * visible within `COMMIT_MS_MAX` of the call or not at all, as far as the engine can see to it: those who
   * follow the event log rely on it.
   */
  commit(writes: readonly Write[]): Promise<void>
  /**
   * Another number than before once another process has committed. An engine that cannot tell does without:
   * the log of events is then read to find out.
   */
  foreignCommits?(): number
  /**
   * Calls back soon after another process has committed. A hint, which may come late, twice or never: whoever
   * must not miss anything looks every now and then as well.
   */
  onForeignCommit?(wake: () => void): void
  /** Finishes commits under way, then lets go of the database. */
  close(): Promise<void>
}
