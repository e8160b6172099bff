import { join } from 'node:path'
import type { Instant } from '#kernel/clock.ts'
import type { CollectionSpec } from '#store/engine.ts'
import type { Database } from '#store/open.ts'
import { checkBackup } from './check-backup.ts'
import type { MovedCollection } from './collections.ts'
import { insertMissing } from './fill-store.ts'
import { type Manifest, MEDIA, MEDIA_LIST, STORE_FILE } from './manifest.ts'
import { restoreMedia } from './media.ts'
import { countDocuments, counting, type Report } from './progress.ts'
import { setAside } from './set-aside.ts'
import { readStoreFile } from './store-file.ts'
import { openTarget } from './target.ts'
import { verify } from './verify-store.ts'

export interface RestoreInit {
  readonly directory: string
  readonly database: Database
  readonly mediaDir: string
  readonly collections: readonly MovedCollection[]
  readonly report: Report
  /** A store that is in the way is set aside under another name, made of this time. */
  readonly force?: { readonly now: Instant } | undefined
}

export interface Restored {
  readonly manifest: Manifest
  /** Documents that an earlier, unfinished run had brought. */
  readonly earlier: number | undefined
  /** Where the store that was in the way lies now. */
  readonly aside: string | undefined
  /** Collections in the backup that this version knows nothing of: there, but not used. */
  readonly unknown: readonly string[]
}

/** Fills an empty store with a backup. Cut off, it is run again and goes on. */
export async function restoreBackup(init: RestoreInit): Promise<Restored> {
  const { directory, database, report } = init
  const manifest = await checkBackup(directory, init)
  const { store, takenAt } = manifest
  const unknown = Object.keys(store.collections).filter(
    (name) => !init.collections.some((collection) => collection.name === name),
  )
  const collections: CollectionSpec[] = [
    ...init.collections,
    ...unknown.map((name) => ({ name, indexes: {} })),
  ]
  const origin = `the backup of ${takenAt} (${store.digest.slice(0, 16)})`
  const aside = init.force && (await setAside(database, init.force.now))
  const target = await openTarget({ database, collections, origin, mayBeRenewed: false, report })
  try {
    const { engine, marker, earlier } = target
    const list = join(directory, MEDIA_LIST)
    const media = { from: join(directory, MEDIA), to: init.mediaDir, list, total: manifest.media.files }
    await restoreMedia({ ...media, report })
    const count = countDocuments(report, 'Restoring', store.documents)
    const source = counting(readStoreFile(join(directory, STORE_FILE), collections), count)
    await insertMissing({ source, engine, collections, marker })
    await verify({ database, collections, expected: store, report })
    await marker.finish(store.documents, store.digest)
    return { manifest, earlier, aside, unknown }
  } finally {
    await target.engine.close()
  }
}
