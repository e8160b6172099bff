import { MINUTE_MS } from '#kernel/clock.ts'
import type { Connection } from './connection.ts'
import { hasCode, persist, UNAUTHORIZED, within } from './failure.ts'
import { ENTRIES } from './layout.ts'

/**
 * By what a collection is spread over the shards of a cluster: its `_id`, always, since an `_id` is unique in
 * the whole cluster only then. Ids begin with the time, so they are hashed: neighbours in time would else all
 * be written to one shard. Entries begin with their index and keys; in that order, a page of them lies on one
 * shard.
 */
export const shardKeyOf = (collection: string) =>
  collection === ENTRIES ? ({ _id: 1 } as const) : ({ _id: 'hashed' } as const)

/** Of several processes that begin at once, all but one wait. */
const SHARD_MS_MAX = MINUTE_MS

/**
 * Spreads a collection, on a cluster; says nothing when it is spread already. A user who may not do that
 * leaves it on one shard, where it is right as well: who runs the cluster can run `sh.shardCollection` later.
 */
export async function shard({ client, db }: Connection, collection: string): Promise<void> {
  const key = shardKeyOf(collection)
  try {
    const command = { shardCollection: `${db.databaseName}.${collection}`, key }
    await persist(() => client.db('admin').command(command), within(SHARD_MS_MAX))
  } catch (error) {
    if (!hasCode(error, UNAUTHORIZED)) throw error
  }
}
