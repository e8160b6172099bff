import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Blobs, contentTypeOf } from '#modules/media/blobs.ts'

/**
 * Files in a directory, spread over 256 folders by the first letters of their keys. A file is written
 * beside its place, synced and then renamed into it, so that a reader never sees half of one, also after
 * a power cut.
 */
export function createDiskBlobs({ dir }: { dir: string }): Blobs {
  const placeOf = (key: string): { folder: string; file: string; contentType: string } => {
    const contentType = contentTypeOf(key)
    if (!contentType) throw new TypeError(`"${key}" is not a key of a blob.`)
    const folder = join(dir, key.slice(0, 2))
    return { folder, file: join(folder, key), contentType }
  }

  return {
    async put(key, bytes) {
      const { folder, file } = placeOf(key)
      await mkdir(folder, { recursive: true })
      const draft = join(folder, `.${randomUUID()}.part`)
      try {
        await writeSynced(draft, bytes)
        await rename(draft, file)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      await syncFolder(folder)
    },
    async get(key) {
      const { file, contentType } = placeOf(key)
      const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      return found && { contentType, bytes: found.size, open: () => createReadStream(file) }
    },
    remove: (key) => rm(placeOf(key).file, { force: true }),
  }
}

async function writeSynced(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * A rename is only durable once its folder is. Where folders cannot be opened (Windows), the system sees
 * to it.
 */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } catch {
    // Not every file system can sync a folder; the file itself is on disk.
  } finally {
    await handle?.close()
  }
}
