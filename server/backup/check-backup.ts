import { join } from 'node:path'
import type { MovedCollection } from './collections.ts'
import { hashOf } from './hashing.ts'
import { type FileSum, type Manifest, MEDIA, MEDIA_LIST, readManifest, STORE_FILE } from './manifest.ts'
import { readMediaList } from './media.ts'
import { MovingError } from './moving-error.ts'
import type { Report } from './progress.ts'

/** How many damaged files are named. */
const NAMED_MAX = 20

/** Reads a backup from end to end. Refuses one that is not what was written, by the names of its files. */
export async function checkBackup(
  directory: string,
  { collections, report }: { collections: readonly MovedCollection[]; report: Report },
): Promise<Manifest> {
  const manifest = await readManifest(directory)
  refuseNewer(manifest, collections)
  const damaged: string[] = []
  for (const name of [STORE_FILE, MEDIA_LIST]) {
    const problem = await problemOf(join(directory, name), manifest.files[name] as FileSum)
    if (problem) damaged.push(`${name} ${problem}`)
  }
  if (damaged.length === 0) damaged.push(...(await damagedMedia(directory, manifest, report)))
  if (damaged.length === 0) return manifest
  throw new MovingError(
    [`The backup in ${directory} is damaged, so nothing was restored:`, ...damaged].join('\n  '),
  )
}

function refuseNewer({ store, version }: Manifest, collections: readonly MovedCollection[]): void {
  for (const { name, schema = 1 } of collections) {
    const found = store.collections[name]?.schema ?? 0
    if (found > schema)
      throw new MovingError(
        `The backup is from version ${version}: its ${name} have schema ${found}, this version knows ${schema}. ` +
          'Restore it with that version, or a later one.',
      )
  }
}

async function damagedMedia(directory: string, { media }: Manifest, report: Report): Promise<string[]> {
  const damaged: string[] = []
  let done = 0
  for await (const { path, sha256 } of readMediaList(join(directory, MEDIA_LIST))) {
    const problem = await problemOf(join(directory, MEDIA, path), { sha256 })
    if (problem) damaged.push(`${MEDIA}/${path} ${problem}`)
    report({ doing: 'Checking media', done: ++done, what: 'file', total: media.files })
    if (damaged.length === NAMED_MAX) return [...damaged, '… and perhaps more']
  }
  return damaged
}

async function problemOf(file: string, expected: Partial<FileSum>): Promise<string | undefined> {
  const found = await hashOf(file).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error)
    return found.code === 'ENOENT' ? 'is missing' : `cannot be read: ${found.message}`
  if (expected.bytes !== undefined && found.bytes !== expected.bytes)
    return `has ${found.bytes} bytes instead of ${expected.bytes}`
  if (found.sha256 === expected.sha256) return undefined
  return `is not what was written: SHA-256 ${found.sha256} instead of ${expected.sha256}`
}
