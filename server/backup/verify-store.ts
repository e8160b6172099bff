import type { CollectionSpec } from '#store/engine.ts'
import { type Database, openSnapshot } from '#store/open.ts'
import { differences, type Sum, sumOf } from './digest.ts'
import { documentsOf } from './documents.ts'
import { MovingError } from './moving-error.ts'
import { countDocuments, type Report } from './progress.ts'
import { nameOf } from './target.ts'

interface VerifyInit {
  readonly database: Database
  readonly collections: readonly CollectionSpec[]
  readonly expected: Sum
  readonly report: Report
}

/** Reads all that has been written, from the start, and compares counts and digest. */
export async function verify({ database, collections, expected, report }: VerifyInit): Promise<void> {
  const snapshot = await openSnapshot(database)
  try {
    const count = countDocuments(report, 'Verifying', expected.documents)
    const found = await sumOf(documentsOf(snapshot, collections), count)
    const lines = differences(expected, found)
    if (lines.length === 0) return
    throw new MovingError(
      [`${nameOf(database)} is not what it should be:`, ...lines.map((line) => `  ${line}`)].join('\n'),
    )
  } finally {
    await snapshot.close()
  }
}
