import type { Instant } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import { collection, type Document } from '#store/collection.ts'

export const IMAGE_BYTES_MAX = 10 * 1_048_576

/** A picture that was uploaded: what lies under a key of the blobs. */
export interface MediaItem extends Document {
  readonly key: string
  readonly contentType: string
  readonly bytes: number
  readonly sha256: string
  readonly alt: string
  readonly createdAt: Instant
}

export const mediaFaults = faults('media', {
  missing: [404, 'There is no such file.'],
  notAnImage: [422, 'This is not a picture that the shop can show.'],
  mismatch: [422, 'The file is of another type than its Content-Type says.'],
})

export const mediaAdded = eventType<{ key: string }>('media.added')

export const media = collection<MediaItem, 'byKey'>({
  name: 'media',
  missing: mediaFaults.missing,
  indexes: { byKey: { fields: ['key'], unique: true } },
})

/** Where the file is served, below the shop's own address. */
export const urlOf = ({ key }: Pick<MediaItem, 'key'>): string => `/api/media/${key}`
