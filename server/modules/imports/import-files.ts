import type { Readable } from 'node:stream'
import { port } from '#kernel/port.ts'

/** Where uploaded files wait until they have been imported. Names are letters, digits and underscores. */
export interface ImportFiles {
  /** Takes it as it streams in, and answers its size. What broke off leaves nothing. */
  put(name: string, content: Readable): Promise<number>
  open(name: string): Readable
  remove(name: string): Promise<void>
}

export const importFiles = port<ImportFiles>('imports.files')
