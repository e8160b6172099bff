import { type CollectionSpec, Conflict, type Engine, type Stored, type Write } from '#store/engine.ts'
import { compareKeys } from '#store/index-keys.ts'
import { type Documents, documentsIn } from './documents.ts'
import type { Marker } from './marker.ts'
import { MovingError } from './moving-error.ts'

/** What one commit takes. Small enough for every engine, large enough that its fixed cost does not count. */
const BATCH_WRITES = 500
const BATCH_CHARS = 2_000_000

export interface Filling {
  readonly source: Documents
  readonly engine: Engine
  readonly collections: readonly CollectionSpec[]
  readonly marker: Marker
}

/**
 * Inserts what the source has and the target has not, both read side by side, so that it may be cut off and
 * run again. Nothing is changed: a document that is there with another content, or that the source does not
 * have, is an error.
 */
export async function insertMissing({ source, engine, collections, marker }: Filling): Promise<void> {
  const batch = createBatch(marker)
  for await (const { theirs, ours } of pairsOf(source, documentsIn(engine, collections))) {
    if (theirs === undefined || (ours !== undefined && ours.line !== theirs.line)) {
      const { collection, stored } = (ours ?? theirs) as Entry
      throw new MovingError(
        `${collection.name}/${stored.id} was changed in the target while it was being filled. ` +
          'Nobody else may use it yet. Empty it and begin again.',
      )
    }
    if (ours === undefined) await batch.add(toInsert(theirs), theirs.line.length)
    batch.passed()
  }
  await batch.flush()
}

/** Removes what the source does not have, or has otherwise; `insertMissing` then brings the right ones. */
export async function removeOthers({ source, engine, collections, marker }: Filling): Promise<number> {
  const batch = createBatch(marker)
  let removed = 0
  for await (const { theirs, ours } of pairsOf(source, documentsIn(engine, collections))) {
    if (ours === undefined || ours.line === theirs?.line) continue
    const { collection, stored } = ours
    await batch.add({ op: 'remove', collection, id: stored.id, revision: stored.revision }, 0)
    removed += 1
  }
  await batch.flush()
  return removed
}

const toInsert = ({ collection, stored: { id, schema, revision, body } }: Entry): Write => ({
  op: 'insert',
  collection,
  id,
  schema,
  revision,
  body,
})

function createBatch(marker: Marker) {
  let writes: Write[] = []
  let chars = 0
  let documents = 0

  async function flush(): Promise<void> {
    if (writes.length === 0) return
    try {
      await marker.advance(writes, documents)
    } catch (error) {
      throw error instanceof Conflict ? explain(error) : error
    }
    writes = []
    chars = 0
  }

  return {
    flush,
    passed() {
      documents += 1
    },
    async add(write: Write, length: number) {
      if (writes.length >= BATCH_WRITES || chars + length > BATCH_CHARS) await flush()
      writes.push(write)
      chars += length
    },
  }
}

const explain = (cause: Conflict): MovingError =>
  new MovingError(
    cause.kind === 'taken' && cause.index !== 'byId'
      ? `${cause.collection}/${cause.id} shares its key in ${cause.index} with another document, ` +
          'which this version does not allow.'
      : `${cause.collection}/${cause.id} was changed in the target while it was being filled. Nobody else may use it yet.`,
    { cause },
  )

interface Entry {
  readonly collection: CollectionSpec
  readonly stored: Stored
  readonly line: string
}

interface Pair {
  readonly theirs: Entry | undefined
  readonly ours: Entry | undefined
}

/** Each document that lies on either side, once, in the order of collection and id. */
async function* pairsOf(source: Documents, target: Documents): AsyncGenerator<Pair> {
  const [left, right] = [entriesOf(source), entriesOf(target)]
  try {
    let theirs = await next(left)
    let ours = await next(right)
    while (theirs || ours) {
      const order = theirs && ours ? compare(theirs, ours) : theirs ? -1 : 1
      yield { theirs: order <= 0 ? theirs : undefined, ours: order >= 0 ? ours : undefined }
      if (order <= 0) theirs = await next(left)
      if (order >= 0) ours = await next(right)
    }
  } finally {
    await left.return(undefined)
    await right.return(undefined)
  }
}

const next = async (entries: AsyncGenerator<Entry>): Promise<Entry | undefined> => {
  const { done, value } = await entries.next()
  return done ? undefined : value
}

const compare = (a: Entry, b: Entry): number =>
  compareKeys(a.collection.name, b.collection.name) || compareKeys(a.stored.id, b.stored.id)

async function* entriesOf(documents: Documents): AsyncGenerator<Entry> {
  for await (const { collection, rows, lines } of documents)
    for (const [at, stored] of rows.entries()) yield { collection, stored, line: lines[at] as string }
}
