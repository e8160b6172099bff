import { storedReplies } from '#http/idempotency.ts'
import type { Module } from '#module'
import { modules as builtIn } from '#modules/index.ts'
import type { CollectionSpec } from '#store/engine.ts'
import { events, tasks } from '#store/outbox.ts'

/** What a collection is declared as, as far as moving house is concerned. */
export interface MovedCollection extends CollectionSpec {
  /** The newest shape of its documents that this version knows; none where it knows nothing of it. */
  readonly schema?: number
}

/** Everything that a shop stores, in the order in which it is written down: by name. */
export const allCollections = (modules: readonly Module[] = builtIn): MovedCollection[] =>
  byName([events, tasks, storedReplies, ...modules.flatMap((module) => module.collections ?? [])])

/** Names are plain ASCII, so that this is the same order everywhere. */
export const byName = <T extends CollectionSpec>(collections: readonly T[]): T[] =>
  collections.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
