import { StoreUnavailable } from '#store/engine.ts'
import type { Connections, Row, Value } from './connections.ts'

type Read = Connections['read']

interface Asked {
  readonly sql: string
  readonly values: readonly Value[]
  resolve(rows: readonly Row[]): void
  reject(error: unknown): void
}

/** Longer statements take longer to plan than they save. */
const READS_MAX = 16

/**
 * Reads that are asked for together travel together: one statement and one round trip for all that is asked
 * in one turn of the queue of promises. They must answer the same columns, and see the same moment.
 */
export function inBatches(read: Read): Read {
  let waiting: Asked[] = []

  const alone = ({ sql, values, resolve, reject }: Asked) => void read(sql, values).then(resolve, reject)

  function send(): void {
    const batch = waiting
    waiting = []
    const [first] = batch
    if (!first) return
    if (batch.length === 1) alone(first)
    else {
      read(
        joinedSql(batch),
        batch.flatMap(({ values }) => values),
      ).then(
        (rows) => share(batch, rows),
        (error) => {
          for (const asked of batch) {
            if (error instanceof StoreUnavailable) asked.reject(error)
            // What is wrong with one is not the others' fault.
            else alone(asked)
          }
        },
      )
    }
  }

  return (sql, values = []) =>
    new Promise((resolve, reject) => {
      waiting.push({ sql, values, resolve, reject })
      if (waiting.length === 1) process.nextTick(send)
      else if (waiting.length === READS_MAX) send()
    })
}

/** Each read's rows begin with its place. They come one read after the other, each in its own order. */
function joinedSql(batch: readonly Asked[]): string {
  let before = 0
  const parts = batch.map(({ sql, values }, at) => {
    const shift = before
    before += values.length
    const shifted = sql.replace(/\$(\d+)/g, (_mark, n) => `$${Number(n) + shift}`)
    return `(SELECT ${at}, q.* FROM (${shifted}) q)`
  })
  return parts.join(' UNION ALL ')
}

function share(batch: readonly Asked[], rows: readonly Row[]): void {
  const shares: Row[][] = batch.map(() => [])
  for (const [at, ...row] of rows) shares[Number(at)]?.push(row)
  for (const [at, { resolve }] of batch.entries()) resolve(shares[at] ?? [])
}
