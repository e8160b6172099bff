import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { contentTypeOf } from '#modules/media/blobs.ts'
import { hashOf, syncDirectory, writeHashed } from './hashing.ts'
import type { FileSum } from './manifest.ts'
import type { Report } from './progress.ts'

/** A picture that lies in a directory of media or in a backup of one: `3f/3f2a….webp`. */
export interface MediaFile {
  readonly path: string
  readonly sha256: string
}

/** The pictures in a directory by their paths in it, as the disk adapter lays them out. */
export async function* pathsOfMedia(directory: string): AsyncGenerator<string> {
  for (const folder of await namesIn(directory)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue
    for (const key of await namesIn(join(directory, folder))) if (contentTypeOf(key)) yield `${folder}/${key}`
  }
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort()
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

export interface MediaCopy {
  /** Copies what lies there and has not been copied yet. */
  pass(): Promise<void>
  /** Brings the list to disk. */
  end(): Promise<{ readonly files: number; readonly bytes: number }>
  close(): Promise<void>
}

/** Copies media into a backup, and lists them with their hashes. What lies under a key never changes. */
export async function copyMedia(init: {
  readonly from: string
  readonly to: string
  readonly list: string
  readonly report: Report
}): Promise<MediaCopy> {
  const { from, to, report } = init
  const list: FileHandle = await open(init.list, 'wx', 0o600)
  let files = 0
  let bytes = 0

  async function copy(path: string): Promise<void> {
    const file = join(to, path)
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const sum = await writeHashed(file, createReadStream(join(from, path))).catch(async (error: unknown) => {
      // Somebody took the picture back meanwhile.
      if (!isAbsent(error)) throw error
      await rm(file, { force: true })
    })
    if (!sum) return
    await list.write(`${sum.sha256}  media/${path}\n`)
    files += 1
    bytes += sum.bytes
    report({ doing: 'Copying media', done: files, what: 'file' })
  }

  return {
    async pass() {
      for await (const path of pathsOfMedia(from)) if (!existsSync(join(to, path))) await copy(path)
    },
    async end() {
      await list.sync()
      return { files, bytes }
    },
    close: () => list.close(),
  }
}

/** What a list of media names. Throws where a line is none of its lines. */
export async function* readMediaList(list: string): AsyncGenerator<MediaFile> {
  const lines = createInterface({ input: createReadStream(list), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    const [, sha256, path] = /^([0-9a-f]{64}) {2}media\/([0-9a-f]{2}\/[0-9a-z.]+)$/.exec(line) ?? []
    if (!sha256 || !path) throw new SyntaxError(`${list}: "${line.slice(0, 100)}" is not a line of it.`)
    yield { path, sha256 }
  }
}

/** Puts a backup's media in their place. What is there with the same content stays as it is. */
export async function restoreMedia(init: {
  readonly from: string
  readonly to: string
  readonly list: string
  readonly total: number
  readonly report: Report
}): Promise<void> {
  const { from, to, list, total, report } = init
  let done = 0
  for await (const { path, sha256 } of readMediaList(list)) {
    const file = join(to, path)
    const there: Partial<FileSum> = await hashOf(file).catch(() => ({}))
    if (there.sha256 !== sha256) await place(join(from, path), file)
    report({ doing: 'Restoring media', done: ++done, what: 'file', total })
  }
}

async function place(source: string, file: string): Promise<void> {
  const draft = join(dirname(file), '.restored.part')
  await mkdir(dirname(file), { recursive: true })
  await rm(draft, { force: true })
  await writeHashed(draft, createReadStream(source))
  await rename(draft, file)
  await syncDirectory(dirname(file))
}
