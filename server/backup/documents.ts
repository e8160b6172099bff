import { type CollectionSpec, type Engine, FIND_LIMIT_MAX, type Stored } from '#store/engine.ts'
import type { Snapshot } from '#store/snapshot.ts'
import { toLine } from './canonical.ts'
import { byName } from './collections.ts'

/** Some documents of one collection, with the line of each. */
export interface DocumentPage {
  readonly collection: CollectionSpec
  readonly rows: readonly Stored[]
  readonly lines: readonly string[]
}

/** Documents in the order of collection and id: everything that lies somewhere, in memory that stays. */
export type Documents = AsyncIterable<DocumentPage>

const PAGE_CHARS = 1_000_000
const PAGE_ROWS = [16, 250] as const

type ReadPage = (
  collection: CollectionSpec,
  from: { after: string | null; limit: number },
) => Promise<readonly Stored[]>

/** Everything in a snapshot. */
export const documentsOf = (snapshot: Snapshot, collections: readonly CollectionSpec[]): Documents =>
  pagesOf((collection, from) => snapshot.read(collection, from), collections)

/** Everything in a store that is being written to, by this process alone. */
export const documentsIn = (engine: Engine, collections: readonly CollectionSpec[]): Documents =>
  pagesOf(async (collection, { after, limit }) => {
    const found = await engine.find(collection, {
      index: 'byId',
      limit,
      ...(after !== null && { after: [after] }),
    })
    return found.rows
  }, collections)

async function* pagesOf(
  read: ReadPage,
  collections: readonly CollectionSpec[],
): AsyncGenerator<DocumentPage> {
  for (const collection of byName(collections)) {
    let limit: number = PAGE_ROWS[0]
    for (let after: string | null = null; ; ) {
      const rows = await read(collection, { after, limit })
      const lines = rows.map((stored) => toLine(collection.name, stored))
      if (rows.length > 0) yield { collection, rows, lines }
      if (rows.length < limit) break
      after = rows.at(-1)?.id ?? null
      limit = nextLimit(limit, lines)
    }
  }
}

/** Pages grow where documents are small: what they take together is what counts. */
function nextLimit(limit: number, lines: readonly string[]): number {
  const chars = lines.reduce((sum, line) => sum + line.length, 0)
  const fitting = Math.floor((PAGE_CHARS * lines.length) / chars)
  const [least, most] = PAGE_ROWS
  return Math.min(Math.max(fitting, least), limit * 2, most, FIND_LIMIT_MAX)
}
