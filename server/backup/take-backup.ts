import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, toTimestamp } from '#kernel/clock.ts'
import type { Database } from '#store/open.ts'
import type { Snapshot } from '#store/snapshot.ts'
import type { MovedCollection } from './collections.ts'
import { documentsOf } from './documents.ts'
import { hashOf, syncDirectory } from './hashing.ts'
import {
  FORMAT,
  type Manifest,
  MEDIA,
  MEDIA_LIST,
  STORE_FILE,
  UNFINISHED,
  writeManifest,
} from './manifest.ts'
import { copyMedia } from './media.ts'
import { MovingError } from './moving-error.ts'
import { countDocuments, counting, type Report } from './progress.ts'
import { writeStoreFile } from './store-file.ts'
import { openSource } from './target.ts'

export interface BackupInit {
  readonly database: Database
  /** Where the shop keeps its pictures. */
  readonly mediaDir: string
  /** Where backups lie, each in a directory of its own. */
  readonly to: string
  readonly collections: readonly MovedCollection[]
  readonly version: string
  readonly clock: Clock
  readonly report: Report
}

export interface Backup {
  readonly directory: string
  readonly manifest: Manifest
}

/**
 * Writes everything that the shop is at this moment into a new directory, while it goes on. The directory has
 * its name only when all of it is on disk.
 */
export async function takeBackup(init: BackupInit): Promise<Backup> {
  const directory = join(init.to, toTimestamp(init.clock.now()).replace(/\.\d+/, '').replaceAll(':', '-'))
  const draft = `${directory}${UNFINISHED}`
  await mkdir(init.to, { recursive: true, mode: 0o700 })
  await mkdir(draft, { mode: 0o700 }).catch((cause: unknown) => {
    throw new MovingError(`${draft} cannot be made: ${(cause as Error).message}`, { cause })
  })
  try {
    const manifest = await fillDirectory(draft, init)
    await rename(draft, directory)
    await syncDirectory(init.to)
    return { directory, manifest }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

async function fillDirectory(directory: string, init: BackupInit): Promise<Manifest> {
  const list = join(directory, MEDIA_LIST)
  const to = join(directory, MEDIA)
  const media = await copyMedia({ from: init.mediaDir, to, list, report: init.report })
  try {
    // A picture is there before the document that names it, and may go after it. So most are copied before
    // the moment of the documents, which can take long, and those that came meanwhile right after it.
    await media.pass()
    const snapshot = await openSource(init.database, init.collections)
    try {
      const takenAt = toTimestamp(init.clock.now())
      await media.pass()
      const { sum, size } = await writeDocuments(join(directory, STORE_FILE), snapshot, init)
      const sums = { store: sum, media: await media.end() }
      const manifest = toManifest(init, takenAt, sums, {
        [STORE_FILE]: size,
        [MEDIA_LIST]: await hashOf(list),
      })
      await writeManifest(directory, manifest)
      await syncDirectory(directory)
      return manifest
    } finally {
      await snapshot.close()
    }
  } finally {
    await media.close()
  }
}

function writeDocuments(file: string, snapshot: Snapshot, { collections, report }: BackupInit) {
  const documents = counting(documentsOf(snapshot, collections), countDocuments(report, 'Writing'))
  return writeStoreFile({ file, documents, collections })
}

const toManifest = (
  { version, database }: BackupInit,
  takenAt: string,
  sums: Pick<Manifest, 'store' | 'media'>,
  files: Manifest['files'],
): Manifest => ({
  product: 'marketsquare',
  format: FORMAT,
  version,
  takenAt,
  engine: database.kind,
  ...sums,
  files,
})
