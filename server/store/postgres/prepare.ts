import { setTimeout as pause } from 'node:timers/promises'
import { BUILD_MS_MAX, dropSql, entryTableSql, expressionIndexSql, fillIndex } from './build.ts'
import { backoffMs, type Connections, patiently, type Session, withPatience } from './connections.ts'
import { keyFunctionSql, readFunctionsSql } from './index-sql.ts'
import { keyFunctionsSql } from './keys.ts'
import { hasEntries, type IndexLayout, objectsOf, type TableLayout } from './layout.ts'
import { literal, type Qualify } from './names.ts'
import {
  alignWritesSql,
  forgetSql,
  holdCommitsSql,
  LAYOUT,
  type ObjectRecord,
  readRecords,
  recordSql,
} from './records.ts'
import { storeSql } from './write-sql.ts'

const VERSION_MIN = 140_000
const PREPARE_MS_MAX = 10_000
/** Changing a table waits for those who use it. */
const CHANGE_MS_MAX = 60_000
/** Another version that is started meanwhile takes back what is not finished. */
const ROUNDS_MAX = 10
/** How long removing what nobody needs any more waits for those who read it. */
const DROP_WAIT = '2s'

/** What the server is, and what its clock says. Refuses one that cannot hold a store. */
export async function readServer(connections: Connections): Promise<{ schema: string; serverMs: number }> {
  const [row] = await connections.read(
    `SELECT pg_catalog.current_schema(), extract(epoch FROM pg_catalog.clock_timestamp()) * 1000,
       pg_catalog.current_setting('server_encoding'), pg_catalog.current_setting('server_version_num')`,
  )
  const [schema, serverMs, encoding, version] = row ?? []
  if (!schema) throw new Error('None of the schemas in PostgreSQL’s search_path exists. Create one of them.')
  if (encoding !== 'UTF8')
    throw new Error(`The database’s encoding is ${encoding}. Create it with ENCODING 'UTF8'.`)
  if (Number(version) < VERSION_MIN)
    throw new Error(`This is PostgreSQL ${Number(version) / 10_000}. The shop needs 14 or later.`)
  return { schema, serverMs: Number(serverMs) }
}

interface PrepareInit {
  readonly connections: Connections
  readonly layouts: readonly TableLayout[]
  readonly qualify: Qualify
}

/**
 * Brings the database in line with what is declared, while other processes, of other versions too, read and
 * write. One at a time does so; where all is well already, it costs one read.
 */
export async function prepareStore(init: PrepareInit): Promise<void> {
  await patiently(PREPARE_MS_MAX, async () => {
    for (let round = 1; round <= ROUNDS_MAX; round++) {
      const records = await readRecords(init.connections, init.qualify)
      if (init.layouts.every((layout) => isAligned(layout, records))) return
      await align(init)
    }
    throw new Error('Another version of the shop is started again and again, with other indexes. Stop it.')
  })
}

async function align(init: PrepareInit): Promise<void> {
  const isComplete = await exclusively(init, (session) => declare(session, init))
  if (!isComplete)
    await exclusively(init, () =>
      init.connections.use((session) => build(withPatience(session, BUILD_MS_MAX), init)),
    )
  await exclusively(init, (session) => retire(session, init))
  await exclusively(init, (session) => dropRetired(session, init)).catch(() => undefined)
}

/**
 * In a transaction that holds the lock of those who prepare. It is asked for again and again instead of
 * waited for: building an index concurrently waits for all statements that are under way.
 */
async function exclusively<T>({ connections, qualify }: PrepareInit, work: (session: Session) => Promise<T>) {
  const lock = `SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended(${literal(qualify('store:prepare'))}, 0))`
  for (;;) {
    const done = await connections.use(async (session) => {
      await session.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0')
      try {
        const [row] = await session.query(lock)
        const patient = withPatience(session, CHANGE_MS_MAX)
        const result = row?.[0] === 't' ? { value: await work(patient) } : undefined
        await session.query('COMMIT')
        return result
      } catch (error) {
        await session.query('ROLLBACK').catch(() => undefined)
        throw error
      }
    })
    if (done) return done.value
    await pause(backoffMs(3))
  }
}

const recordOf = (records: readonly ObjectRecord[], { object }: { object: string }) =>
  records.find((record) => record.object === object)

const isReady = (record: ObjectRecord | undefined): boolean => record?.state === 'ready'

/** Records of indexes of this collection that are not declared, and not taken back yet. */
const surplusOf = ({ name, declared }: TableLayout, records: readonly ObjectRecord[]): ObjectRecord[] =>
  records.filter(
    ({ object, collection, kind, state }) =>
      collection === name &&
      kind !== 'table' &&
      state !== 'retired' &&
      state !== 'broken' &&
      declared.every((index) => index.object !== object),
  )

const isAligned = (layout: TableLayout, records: readonly ObjectRecord[]): boolean =>
  isReady(recordOf(records, { object: layout.name })) &&
  layout.declared.every((index) => isReady(recordOf(records, index))) &&
  surplusOf(layout, records).length === 0

/** Creates what is lacking. True when nothing is left to be built, as in a new collection. */
async function declare(session: Session, { layouts, qualify }: PrepareInit): Promise<boolean> {
  await session.query(storeSql(qualify) + keyFunctionsSql(qualify))
  const layout = {
    object: 'store:layout',
    collection: '',
    name: LAYOUT,
    kind: 'layout',
    state: 'ready',
  } as const
  await session.query(recordSql(qualify, layout))
  const records = await readRecords(session, qualify)
  const known = layouts.filter(({ name }) => recordOf(records, { object: name }))
  const changed = known.filter((each) => each.declared.some((index) => !isReady(recordOf(records, index))))
  const created = layouts.filter((each) => !known.includes(each))
  if (changed.length > 0) await session.query(holdCommitsSql(qualify))
  for (const each of changed) await session.query(declareIndexes(each, records, qualify))
  for (const each of created) await session.query(createTable(each, qualify))
  const after = await readRecords(session, qualify)
  for (const each of [...changed, ...created]) await session.query(alignWritesSql(each, after, qualify))
  return changed.length === 0
}

const toRecord = (
  layout: TableLayout,
  { object, name, kind }: IndexLayout,
  state: ObjectRecord['state'],
) => ({
  object,
  collection: layout.name,
  name,
  kind,
  state,
})

/** A new collection has its indexes from the beginning. */
function createTable(layout: TableLayout, qualify: Qualify): string {
  const { name, table, declared } = layout
  return [
    `CREATE TABLE ${table} (
      id text COLLATE "C" PRIMARY KEY, revision bigint NOT NULL, schema integer NOT NULL, body jsonb NOT NULL
    );`,
    recordSql(qualify, { object: name, collection: name, name, kind: 'table', state: 'ready' }),
    readFunctionsSql(layout, layout.indexes.get('byId') as IndexLayout),
    ...declared.flatMap((index) => [
      keyFunctionSql(index, qualify),
      readFunctionsSql(layout, index),
      index.kind === 'expression' ? `${expressionIndexSql(layout, index, '')};` : entryTableSql(index),
      recordSql(qualify, toRecord(layout, index, 'ready')),
    ]),
  ].join('\n')
}

function declareIndexes(layout: TableLayout, records: readonly ObjectRecord[], qualify: Qualify): string {
  const lacking = layout.declared.filter((index) => !isReady(recordOf(records, index)))
  return lacking
    .flatMap((index) => {
      const state = recordOf(records, index)?.state
      // Retired ones were kept true, except that a unique one no longer refused anything.
      if (state === 'retired' && index.kind !== 'unique')
        return [recordSql(qualify, toRecord(layout, index, 'ready'))]
      const isStale = (state === 'retired' || state === 'broken') && hasEntries(index)
      return [
        isStale ? dropSql(index) : '',
        keyFunctionSql(index, qualify),
        readFunctionsSql(layout, index),
        entryTableSql(index),
        recordSql(qualify, toRecord(layout, index, 'building')),
      ]
    })
    .join('\n')
}

/** On a connection of its own, since an index cannot be built concurrently inside of a transaction. */
async function build(session: Session, init: PrepareInit): Promise<void> {
  const { layouts, qualify } = init
  const records = await readRecords(session, qualify)
  try {
    for (const layout of layouts)
      for (const index of layout.declared) {
        if (recordOf(records, index)?.state !== 'building') continue
        await fillIndex(session, layout, index)
        await session.query(recordSql(qualify, toRecord(layout, index, 'ready')))
      }
  } catch (error) {
    await undo(session, init).catch(() => session.query('ROLLBACK'))
    throw error
  }
}

/**
 * Takes back what was declared and could not be built. An index of the collection itself is only given up:
 * removing it would wait for all who read, and let nobody read meanwhile.
 */
async function undo(session: Session, { layouts, qualify }: PrepareInit): Promise<void> {
  const records = await readRecords(session, qualify)
  const isBuilding = (index: IndexLayout) => recordOf(records, index)?.state === 'building'
  const steps = layouts.flatMap((layout) => {
    const failed = layout.declared.filter(isBuilding)
    if (failed.length === 0) return []
    const kept = records.filter(({ object }) => failed.every((index) => index.object !== object))
    return [
      alignWritesSql(layout, kept, qualify),
      ...failed.flatMap((index) =>
        hasEntries(index)
          ? [dropSql(index), forgetSql(qualify, index.object)]
          : [recordSql(qualify, toRecord(layout, index, 'broken'))],
      ),
    ]
  })
  if (steps.length === 0) return
  await session.query(['BEGIN;', holdCommitsSql(qualify), ...steps, 'COMMIT;'].join('\n'))
}

/** Lets indexes that are no longer declared refuse nothing. Nobody reads by one that was never finished. */
async function retire(session: Session, { layouts, qualify }: PrepareInit): Promise<void> {
  const records = await readRecords(session, qualify)
  const steps = layouts.flatMap((layout) => {
    const surplus = surplusOf(layout, records)
    if (surplus.length === 0) return []
    const retired = surplus.map((record) => ({
      ...record,
      state: record.state === 'building' ? ('broken' as const) : ('retired' as const),
    }))
    const kept = records.map((each) => retired.find(({ object }) => object === each.object) ?? each)
    return [...retired.map((record) => recordSql(qualify, record)), alignWritesSql(layout, kept, qualify)]
  })
  if (steps.length > 0) await session.query([holdCommitsSql(qualify), ...steps].join('\n'))
}

/**
 * Removes what is broken, or has been retired for long. Where somebody reads it still, the next start tries
 * again.
 */
async function dropRetired(session: Session, { layouts, qualify }: PrepareInit): Promise<void> {
  const records = await readRecords(session, qualify)
  const dropped = records.filter(({ state, isOld }) => state === 'broken' || (state === 'retired' && isOld))
  const kept = records.filter((record) => !dropped.includes(record))
  const touched = layouts.filter(({ name }) => dropped.some(({ collection }) => collection === name))
  if (touched.length === 0) return
  const steps = dropped
    .filter(({ collection }) => touched.some(({ name }) => name === collection))
    .flatMap(({ object, kind }) => [
      dropSql({ ...objectsOf(object, qualify), kind: kind as IndexLayout['kind'] }),
      forgetSql(qualify, object),
    ])
  const align = touched.map((layout) => alignWritesSql(layout, kept, qualify))
  const wait = `SET LOCAL lock_timeout = '${DROP_WAIT}';`
  await session.query([wait, holdCommitsSql(qualify), ...align, ...steps].join('\n'))
}
