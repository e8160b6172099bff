import type { Collection } from './collection.ts'
import { CommandError } from './errors.ts'
import { type Doc, type Moment, parse } from './values.ts'

/** What a document was from a moment on; null where it was gone. */
export interface Version {
  /** Infinite until it is committed. */
  at: Moment
  readonly bytes: Uint8Array | null
  /** Parsed when it is looked at, and no longer kept once there is a newer one. */
  doc: Doc | undefined
}

/** All that is known of one `_id`. */
export interface Row {
  /** Rows without an order are found in the order in which they came. */
  readonly seq: number
  readonly idKey: string
  readonly id: unknown
  /** Committed, the oldest first. */
  readonly versions: Version[]
  pending: { readonly by: Txn; readonly version: Version } | undefined
}

export const docOf = (version: Version): Doc | null => {
  if (version.bytes === null) return null
  version.doc ??= parse(version.bytes)
  return version.doc
}

/** Something that happened, as change streams tell it. */
export interface Change {
  readonly type: 'insert' | 'update' | 'replace' | 'delete' | 'drop' | 'dropDatabase'
  readonly db: string
  readonly collection?: string
  readonly id?: unknown
  readonly bytes?: Uint8Array
  readonly description?: Doc
}

/** Writes that become visible together: of one statement, or of a transaction of many. */
export interface Txn {
  /** What it reads is what was committed by then. */
  snapshot: Moment
  readonly rows: Map<Row, Collection>
  readonly changes: Change[]
  isOpen: boolean
  /** Resolves when it is over, however. */
  readonly ended: Promise<void>
  readonly end: () => void
}

export function createTxn(snapshot: Moment): Txn {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  return { snapshot, rows: new Map(), changes: [], isOpen: true, ended, end }
}

/** What someone sees of the store: what was committed by a moment, and what they wrote themselves. */
export interface View {
  readonly at: Moment
  readonly by?: Txn | undefined
}

export const LATEST: View = { at: Number.MAX_SAFE_INTEGER }

export const viewOf = (txn: Txn): View => ({ at: txn.snapshot, by: txn })

/** What a view shows of a row; undefined where there is no document. */
export function visible({ pending, versions }: Row, { at, by }: View): Version | undefined {
  if (pending && pending.by === by) return pending.version.bytes ? pending.version : undefined
  for (let i = versions.length - 1; i >= 0; i--) {
    const version = versions[i] as Version
    if (version.at <= at) return version.bytes ? version : undefined
  }
  return undefined
}

/** Somebody else has written the same since one's snapshot: the first one wins. */
export class WriteConflict extends CommandError {
  /** The transaction that is to be waited for, where it is still open. */
  readonly blocker: Txn | undefined

  constructor(blocker?: Txn) {
    super(
      'WriteConflict',
      'Caused by :: Write conflict during plan execution and yielding is disabled. :: ' +
        'Please retry your operation or multi-document transaction.',
    )
    this.blocker = blocker
  }
}
