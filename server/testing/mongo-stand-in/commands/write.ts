import { BSON } from 'mongodb'
import { type Call, type Commands, docAt, docsOf, flagOf, scopeOf, textOf } from '../call.ts'
import { type Collection, createCollection } from '../collection.ts'
import { CommandError } from '../errors.ts'
import { deleteFirst, readDelete, readUpdate, toUpdateOp, updateFirst } from '../operations.ts'
import { compileProjection } from '../projection.ts'
import { execute, executeAll, statementsOf, toRetried, toWriteErrors } from '../statements.ts'
import { type Doc, parse } from '../values.ts'
import { applyDelete, applyUpdate, insertOne } from '../writes.ts'

const sum = (outcomes: readonly { outcome: Doc }[], field: string): number =>
  outcomes.reduce((total, { outcome }) => total + Number(outcome[field] ?? 0), 0)

/** A write that may add a document makes the collection if there is none. Others find an empty one. */
const collectionFor = (
  { world: { storage } }: Call,
  db: string,
  at: { name: string; adds: boolean },
): Collection =>
  at.adds ? storage.create(db, at.name) : (storage.find(db, at.name) ?? createCollection(db, at.name, null))

const WRITE_FIELDS = ['ordered', 'bypassDocumentValidation', 'let', 'maxTimeMS', 'stmtId', 'stmtIds']

async function insert(call: Call): Promise<Doc> {
  const collection = collectionFor(call, call.db, { name: textOf(call.command, 'insert'), adds: true })
  const { outcomes, failures, retriedStmtIds } = await executeAll(
    call,
    statementsOf(call, 'documents'),
    (doc, number) => insertOne(call, { collection, number }, doc),
  )
  return { n: outcomes.length, ...toWriteErrors(failures), ...toRetried(retriedStmtIds) }
}

async function update(call: Call): Promise<Doc> {
  const statements = statementsOf(call, 'updates')
  const adds = statements.some((each) => flagOf(each, 'upsert'))
  const collection = collectionFor(call, call.db, { name: textOf(call.command, 'update'), adds })
  const scope = scopeOf(call)
  const { outcomes, failures, retriedStmtIds } = await executeAll(
    call,
    statements,
    async (statement, number) => applyUpdate(call, { collection, number }, readUpdate(statement, scope)),
  )
  const upserted = outcomes.flatMap(({ index, outcome }) =>
    'upsertedId' in outcome ? { index, _id: outcome.upsertedId } : [],
  )
  return {
    n: sum(outcomes, 'n'),
    nModified: sum(outcomes, 'nModified'),
    ...(upserted.length > 0 && { upserted }),
    ...toWriteErrors(failures),
    ...toRetried(retriedStmtIds),
  }
}

async function remove(call: Call): Promise<Doc> {
  const collection = collectionFor(call, call.db, { name: textOf(call.command, 'delete'), adds: false })
  const scope = scopeOf(call)
  const { outcomes, failures, retriedStmtIds } = await executeAll(
    call,
    statementsOf(call, 'deletes'),
    async (statement, number) => applyDelete(call, { collection, number }, readDelete(statement, scope)),
  )
  return { n: sum(outcomes, 'n'), ...toWriteErrors(failures), ...toRetried(retriedStmtIds) }
}

async function findAndModify(call: Call): Promise<Doc> {
  const { command } = call
  const at = { name: textOf(command, call.name), adds: flagOf(command, 'upsert') }
  const collection = collectionFor(call, call.db, at)
  const scope = scopeOf(call)
  const isRemove = flagOf(command, 'remove')
  if (isRemove === (command.update !== undefined)) {
    throw new CommandError('FailedToParse', 'Either an update or remove=true must be specified')
  }
  const project = toProjection(docAt(command, 'fields'), scope)
  const { outcome } = await execute(call, Number(command.stmtId ?? 0), (txn) => {
    if (isRemove) {
      const query = {
        filter: docAt(command, 'query') ?? {},
        sort: docAt(command, 'sort'),
        hint: command.hint,
        scope,
      }
      const gone = deleteFirst(collection, txn, { query, multi: false })
      return { lastErrorObject: { n: gone ? 1 : 0 }, value: gone ? project(gone) : null }
    }
    const op = toUpdateOp(command, { filter: 'query', update: 'update', scope })
    const { n, before, after, upsertedId } = updateFirst(collection, txn, op)
    const isUpserted = upsertedId !== undefined
    const image = flagOf(command, 'new') ? after : before
    return {
      lastErrorObject: {
        n,
        updatedExisting: n > 0 && !isUpserted,
        ...(isUpserted && { upserted: upsertedId }),
      },
      value: image ? project(image) : null,
    }
  })
  return outcome
}

function toProjection(spec: Doc | undefined, scope: Doc): (bytes: Uint8Array) => Doc {
  if (!spec || Object.keys(spec).length === 0) return parse
  const project = compileProjection(spec)
  return (bytes) => project(parse(bytes), scope)
}

interface BulkOp {
  readonly kind: 'insert' | 'update' | 'delete'
  readonly collection: Collection
  readonly op: Doc
}

/** An operation of `bulkWrite` names its kind with the place of its namespace in `nsInfo`. */
function toBulkOp(call: Call, op: Doc, spaces: readonly Doc[]): BulkOp {
  const kind = (['insert', 'update', 'delete'] as const).find((each) => each in op)
  if (!kind)
    throw new CommandError('IDLFailedToParse', 'BSON field `bulkWrite.ops` needs insert, update or delete')
  const space = spaces[Number(op[kind])]
  if (!space) throw new CommandError('BadValue', `BulkWrite ops entry has an invalid nsInfo index.`)
  const ns = textOf(space, 'ns')
  const dot = ns.indexOf('.')
  const adds = kind === 'insert' || flagOf(op, 'upsert')
  return { kind, collection: collectionFor(call, ns.slice(0, dot), { name: ns.slice(dot + 1), adds }), op }
}

function applyBulkOp(call: Call, { kind, collection, op }: BulkOp, number: number) {
  const scope = scopeOf(call)
  const at = { collection, number }
  if (kind === 'insert') return insertOne(call, at, op.document as Doc)
  if (kind === 'delete') {
    const { filter: q, multi, hint, collation } = op
    const limit = multi ? 0 : 1
    return applyDelete(call, at, readDelete(withoutUndefined({ q, limit, hint, collation }), scope))
  }
  const { filter: q, updateMods: u, multi, upsert, hint, collation, constants: c, sort, arrayFilters } = op
  const statement = withoutUndefined({ q, u, c, multi, upsert, hint, collation, sort, arrayFilters })
  return applyUpdate(call, at, readUpdate(statement, scope))
}

const withoutUndefined = (doc: Doc): Doc =>
  Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== undefined))

async function bulkWrite(call: Call): Promise<Doc> {
  const spaces = docsOf(call.command, 'nsInfo')
  const ops = statementsOf(call, 'ops').map((op) => toBulkOp(call, op, spaces))
  const { outcomes, failures, retriedStmtIds } = await executeAll(
    call,
    ops.map(({ op }) => op),
    async (_, number, index) => applyBulkOp(call, ops[index] as BulkOp, number),
  )
  const of = (kind: BulkOp['kind']) => outcomes.filter(({ index }) => ops[index]?.kind === kind)
  const upserted = of('update').filter(({ outcome }) => 'upsertedId' in outcome)
  const isErrorsOnly = flagOf(call.command, 'errorsOnly')
  const done = outcomes.map(({ index, outcome }) => ({
    ok: 1,
    idx: index,
    n: outcome.n,
    ...('nModified' in outcome && { nModified: outcome.nModified }),
    ...('upsertedId' in outcome && { upserted: { _id: outcome.upsertedId } }),
  }))
  const failed = failures.map(({ index: idx, error }) => {
    const { code, info, message: errmsg } = error
    return { ok: 0, idx, code, errmsg, ...info, n: 0 }
  })
  const firstBatch = [...(isErrorsOnly ? [] : done), ...failed].sort((a, b) => a.idx - b.idx)
  return {
    cursor: { id: BSON.Long.ZERO, firstBatch, ns: 'admin.$cmd.bulkWrite' },
    nErrors: failures.length,
    nInserted: of('insert').length,
    nMatched: sum(of('update'), 'n') - upserted.length,
    nModified: sum(of('update'), 'nModified'),
    nUpserted: upserted.length,
    nDeleted: sum(of('delete'), 'n'),
    ...toRetried(retriedStmtIds),
  }
}

const FIND_AND_MODIFY_FIELDS = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'hint',
  'collation',
  'arrayFilters',
  ...WRITE_FIELDS,
]

const writing = { needs: 'primary', inTransaction: true } as const

/** The commands that write documents. `bulkWrite` came with MongoDB 8. */
export const writeCommands = (version: number): Commands => ({
  insert: { ...writing, fields: ['documents', ...WRITE_FIELDS], run: insert },
  update: { ...writing, fields: ['updates', ...WRITE_FIELDS], run: update },
  delete: { ...writing, fields: ['deletes', ...WRITE_FIELDS], run: remove },
  findAndModify: { ...writing, fields: FIND_AND_MODIFY_FIELDS, run: findAndModify },
  findandmodify: { ...writing, fields: FIND_AND_MODIFY_FIELDS, run: findAndModify },
  ...(version >= 8 && {
    bulkWrite: {
      ...writing,
      isAdmin: true,
      fields: ['ops', 'nsInfo', 'errorsOnly', 'cursor', ...WRITE_FIELDS],
      run: bulkWrite,
    },
  }),
})
