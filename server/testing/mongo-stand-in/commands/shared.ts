import { type Call, collectionOf, countOf, docAt, textOf } from '../call.ts'
import type { Collection } from '../collection.ts'
import { createListCursor, firstBatch } from '../cursors.ts'
import { CommandError } from '../errors.ts'
import { checkInterrupted, waitFor } from '../statements.ts'
import type { Doc } from '../values.ts'

export const requireCollection = (call: Call): Collection => {
  const collection = collectionOf(call)
  if (collection) return collection
  throw new CommandError(
    'NamespaceNotFound',
    `ns does not exist: ${call.db}.${textOf(call.command, call.name)}`,
  )
}

/** What changes a whole collection waits for transactions that have written to it. */
export async function withoutWriters(call: Call, collection: Collection): Promise<void> {
  const { storage } = call.world
  for (let writer = storage.writerOf(collection); writer; writer = storage.writerOf(collection)) {
    checkInterrupted(call)
    await waitFor(call, writer.ended)
  }
}

export const listed = (call: Call, ns: string, items: readonly Doc[]) =>
  firstBatch(
    call.world.cursors,
    createListCursor({ ns, sessionKey: call.session?.key, items, isLimited: true }),
    {
      size: countOf(docAt(call.command, 'cursor') ?? {}, 'batchSize'),
      waitMs: undefined,
      signal: call.signal,
    },
  )
