import type { Readable } from 'node:stream'
import { port } from '#kernel/port.ts'

export interface Blob {
  readonly contentType: string
  readonly bytes: number
  /** Reads it from the start. A blob that is removed meanwhile ends in an error. */
  open(): Readable
}

/**
 * Where files lie: a disk, a bucket. Keys are `KEY_PATTERN`; what lies under a key never changes, so
 * putting it again is harmless.
 */
export interface Blobs {
  /** Durable and whole when it resolves; never half there for a reader. */
  put(key: string, bytes: Buffer, contentType: string): Promise<void>
  get(key: string): Promise<Blob | undefined>
  /** Fine where there is none. */
  remove(key: string): Promise<void>
}

export const blobs = port<Blobs>('media.blobs')

/** One plain file name: a hash and the extension that tells the type. */
export const KEY_PATTERN = '^[0-9a-f]{32}\\.(?:png|jpg|webp|gif|avif|svg)$'

/** The kinds of pictures that the shop keeps, by their extension. */
export const IMAGE_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  svg: 'image/svg+xml',
}

/** The content type that a key's extension stands for; undefined where it is no key. */
export const contentTypeOf = (key: string): string | undefined =>
  new RegExp(KEY_PATTERN).test(key) ? IMAGE_TYPES[key.slice(key.lastIndexOf('.') + 1)] : undefined
