import type { Database } from '#store/open.ts'
import type { MovedCollection } from './collections.ts'
import { adding, createDigest, type Sum } from './digest.ts'
import { type Documents, documentsOf } from './documents.ts'
import { type Filling, insertMissing, removeOthers } from './fill-store.ts'
import { MovingError } from './moving-error.ts'
import { countDocuments, counting, type Report } from './progress.ts'
import { nameOf, openSource, openTarget, type Target } from './target.ts'
import { verify } from './verify-store.ts'

export interface CopyInit {
  readonly from: Database
  readonly to: Database
  readonly collections: readonly MovedCollection[]
  readonly report: Report
}

export interface Copied {
  readonly sum: Sum
  /** Documents that an earlier run had brought. */
  readonly earlier: number | undefined
  /** Of those, how many were no longer what the source has. */
  readonly removed: number
}

/**
 * Fills an empty store with all that another one has, as it is at this moment. Cut off, it is run again and
 * goes on. So it is after it came to its end, as long as the target has not been used: then it brings what
 * changed since.
 */
export async function copyStore({ from, to, collections, report }: CopyInit): Promise<Copied> {
  if (nameOf(from) === nameOf(to)) throw new MovingError(`${nameOf(from)} is both the source and the target.`)
  const snapshot = await openSource(from, collections)
  try {
    const documents = documentsOf(snapshot, collections)
    await refuseEmpty(documents, from)
    const origin = nameOf(from)
    const target = await openTarget({ database: to, collections, origin, mayBeRenewed: true, report })
    try {
      return await fill({
        documents: () => documentsOf(snapshot, collections),
        target,
        to,
        collections,
        report,
      })
    } finally {
      await target.engine.close()
    }
  } finally {
    await snapshot.close()
  }
}

async function refuseEmpty(documents: Documents, from: Database): Promise<void> {
  for await (const _page of documents) return
  throw new MovingError(`There is nothing in ${nameOf(from)}. Is this the shop’s address?`)
}

interface FillInit extends Omit<CopyInit, 'from'> {
  documents(): Documents
  readonly target: Target
}

async function fill({ documents, target, to, collections, report }: FillInit): Promise<Copied> {
  const { engine, marker, earlier } = target
  const filling = (doing: string): Filling => ({
    source: counting(documents(), countDocuments(report, doing)),
    engine,
    collections,
    marker,
  })
  const removed = earlier === undefined ? 0 : await removeOthers(filling('Comparing'))
  const digest = createDigest()
  const inserting = filling('Copying')
  await insertMissing({ ...inserting, source: adding(inserting.source, digest) })
  const sum = digest.sum()
  await verify({ database: to, collections, expected: sum, report })
  await marker.finish(sum.documents, sum.digest)
  return { sum, earlier, removed }
}
