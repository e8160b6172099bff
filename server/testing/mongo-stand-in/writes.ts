import type { Call } from './call.ts'
import type { Collection } from './collection.ts'
import { insertDoc } from './collection.ts'
import { CommandError } from './errors.ts'
import {
  checkInsert,
  type DeleteOp,
  deleteFirst,
  deleteOneOf,
  rowsOf,
  type UpdateOp,
  updateFirst,
  updateOneOf,
} from './operations.ts'
import { alone, execute } from './statements.ts'
import type { Doc } from './values.ts'
import type { Row, Txn } from './versions.ts'

/** A write of one statement; the answer says what the reply needs of it. */
interface At {
  readonly collection: Collection
  readonly number: number
}

export const insertOne = (call: Call, { collection, number }: At, doc: Doc) =>
  execute(call, number, (txn) => {
    checkInsert(doc)
    insertDoc(collection, txn, doc)
    return { n: 1 }
  })

export async function applyUpdate(call: Call, { collection, number }: At, op: UpdateOp) {
  if (!op.multi) return execute(call, number, (txn) => toOutcome(updateFirst(collection, txn, op)))
  refuseRetryableMulti(call)
  const counts = { n: 0, nModified: 0 }
  const rows = await eachRow(call, { collection, op }, (txn, row) => {
    const { n, nModified } = updateOneOf(collection, txn, { op, row })
    counts.n += n
    counts.nModified += nModified
  })
  if (rows === 0 && op.upsert) {
    return execute(call, number, (txn) => toOutcome(updateFirst(collection, txn, op)))
  }
  return { outcome: counts, isRepeated: false }
}

const toOutcome = ({ n, nModified, upsertedId }: ReturnType<typeof updateFirst>): Doc => ({
  n,
  nModified,
  ...(upsertedId !== undefined && { upsertedId }),
})

export async function applyDelete(call: Call, { collection, number }: At, op: DeleteOp) {
  if (!op.multi) return execute(call, number, (txn) => ({ n: deleteFirst(collection, txn, op) ? 1 : 0 }))
  refuseRetryableMulti(call)
  let n = 0
  await eachRow(call, { collection, op }, (txn, row) => {
    n += deleteOneOf(collection, txn, { op, row })
  })
  return { outcome: { n }, isRepeated: false }
}

function refuseRetryableMulti({ isRetryable }: Call): void {
  if (!isRetryable) return
  throw new CommandError(
    'InvalidOptions',
    'Cannot use (or request) retryable writes with limit=0 or multi=true',
  )
}

/** Outside a transaction each document is written by itself, as in the server. */
async function eachRow(
  call: Call,
  { collection, op }: { collection: Collection; op: UpdateOp | DeleteOp },
  work: (txn: Txn, row: Row) => void,
): Promise<number> {
  const { txn } = call
  if (txn) {
    const rows = rowsOf(collection, txn, op.query)
    for (const row of rows) work(txn, row)
    return rows.length
  }
  const { outcome: rows } = await alone(call, (own) => rowsOf(collection, own, op.query))
  for (const row of rows) await alone(call, (own) => work(own, row))
  return rows.length
}
