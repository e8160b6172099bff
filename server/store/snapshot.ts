import type { CollectionSpec, Stored } from './engine.ts'

/** Everything in a store as it was at one moment, while the shop goes on. For backups and moving house. */
export interface Snapshot {
  /**
   * The documents of a collection after an id (`null`: from the start), in the order of ids; fewer than
   * `limit` where there are no more. A collection that the store does not have is empty.
   */
  read(
    collection: CollectionSpec,
    from: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly Stored[]>
  /** Lets go of the moment, which costs the database something to keep. */
  close(): Promise<void>
}
