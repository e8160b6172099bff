import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { FileSum } from './manifest.ts'

/** Writes a file to disk, durably, and answers what it came to. Fails where it is there already. */
export async function writeHashed(
  file: string,
  ...source: [AsyncIterable<unknown>, ...NodeJS.ReadWriteStream[]]
): Promise<FileSum> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* hashed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const sink = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline([...source, hashed, sink] as never)
  return { bytes, sha256: hash.digest('hex') }
}

/** Reads a file to its end. Rejects as the file system does. */
export async function hashOf(file: string, onBytes: (bytes: number) => void = () => {}): Promise<FileSum> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
    onBytes(chunk.length)
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** A new name is only durable once its directory is, where the system can do that. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } catch {
    // Not every file system can sync a directory; the files in it are on disk.
  } finally {
    await handle?.close()
  }
}
