import type { Session } from './connections.ts'
import { isMissing } from './failure.ts'
import type { IndexKind, TableLayout } from './layout.ts'
import { literal, type Qualify } from './names.ts'
import { type KeptEntries, writeFunctionSql } from './write-sql.ts'

/** How tables and functions are laid out. When that changes, raise it and lead the old ones over. */
export const LAYOUT = '1'

/**
 * What the store knows of an object of its own. An index is `building` until it holds all documents, and
 * `retired` when it is no longer declared: it refuses nothing from then on, but is kept true for a while, for
 * processes of the version before that still read by it. One that is given up before it holds all is
 * `broken`: nobody keeps it true.
 */
export interface ObjectRecord {
  readonly object: string
  readonly collection: string
  readonly name: string
  readonly kind: IndexKind | 'layout' | 'table'
  readonly state: 'building' | 'ready' | 'retired' | 'broken'
  /** Has been in this state long enough for every process of the version before to be gone. */
  readonly isOld: boolean
}

const RETIRED_FOR = '1 hour'

/** Everything that is recorded; nothing where there is no store yet. */
export async function readRecords(
  session: Pick<Session, 'query'>,
  qualify: Qualify,
): Promise<ObjectRecord[]> {
  const sql = `SELECT object, collection, name, kind, state, since < pg_catalog.now() - interval '${RETIRED_FOR}'
    FROM ${qualify('store:indexes')}`
  const rows = await session.query(sql).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const records = rows.map(
    ([object, collection, name, kind, state, isOld]) =>
      ({ object, collection, name, kind, state, isOld: isOld === 't' }) as ObjectRecord,
  )
  const found = records.find(({ kind }) => kind === 'layout')?.name
  if (found !== undefined && found !== LAYOUT)
    throw new Error(
      `This store was written by another version: its layout is ${found}, this version knows ${LAYOUT}. ` +
        'Use the version that wrote it, or a newer one.',
    )
  return records
}

type Recorded = Omit<ObjectRecord, 'isOld'>

export const recordSql = (qualify: Qualify, { object, collection, name, kind, state }: Recorded): string =>
  `INSERT INTO ${qualify('store:indexes')} (object, collection, name, kind, state)
   VALUES (${[object, collection, name, kind, state].map(literal).join(', ')})
   ON CONFLICT (object) DO UPDATE SET state = excluded.state, since = pg_catalog.now();`

export const forgetSql = (qualify: Qualify, object: string): string =>
  `DELETE FROM ${qualify('store:indexes')} WHERE object = ${literal(object)};`

/**
 * Commits under way have taken the function that writes as it was, and each of them holds a lock on the
 * lanes: once this lock is there, they have ended, and no other one begins before the transaction's end.
 */
export const holdCommitsSql = (qualify: Qualify): string =>
  `LOCK TABLE ${qualify('store:lanes')} IN SHARE MODE;`

/** Lets the writes of a collection keep the entries that are recorded. */
export function alignWritesSql(layout: TableLayout, records: readonly Recorded[], qualify: Qualify): string {
  const kept = records
    .filter(({ collection, kind }) => collection === layout.name && (kind === 'entries' || kind === 'unique'))
    .filter(({ state }) => state !== 'broken')
    .map(
      ({ object, name, kind, state }): KeptEntries => ({
        name,
        at: qualify(object),
        key: qualify(object),
        refuses: kind === 'unique' && state !== 'retired',
      }),
    )
  return writeFunctionSql(layout, kept, qualify)
}
