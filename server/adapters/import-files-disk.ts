import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ImportFiles } from '#modules/imports/import-files.ts'

/** Files in a directory; one that is not whole yet has another name. */
export function createDiskImportFiles({ dir }: { dir: string }): ImportFiles {
  const fileOf = (name: string): string => {
    if (!/^\w{1,100}$/.test(name)) throw new TypeError(`"${name}" cannot be the name of a file.`)
    return join(dir, `${name}.csv`)
  }
  return {
    async put(name, content) {
      await mkdir(dir, { recursive: true })
      const part = `${fileOf(name)}.part`
      try {
        await pipeline(content, createWriteStream(part, { flush: true }))
        await rename(part, fileOf(name))
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      return (await stat(fileOf(name))).size
    },
    open: (name) => createReadStream(fileOf(name)),
    remove: (name) => rm(fileOf(name), { force: true }),
  }
}
