import { createHash } from 'node:crypto'
import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { newId } from '#kernel/id.ts'
import { blobs, IMAGE_TYPES } from './blobs.ts'
import { type MediaItem, media, mediaAdded, mediaFaults, urlOf } from './media-item.ts'
import { sniffImage } from './sniff-image.ts'

const KEY_CHARS = 32

export interface NewImage {
  readonly bytes: Buffer
  readonly contentType: string
  /** For people who cannot see it. */
  readonly alt?: string | undefined
}

/**
 * Keeps a picture and answers where it is served. Only for the shop's own pictures, since it takes SVG,
 * which can carry scripts; what people upload goes through `addUpload`.
 */
export async function storeImage(ctx: Ctx, image: NewImage & { readonly name?: string }): Promise<string> {
  return urlOf(await addImage(ctx, { ...image, alt: image.alt ?? image.name }))
}

/** Keeps a picture that someone sent, if its bytes are what its type says. */
export function addUpload(ctx: Ctx, image: NewImage): Promise<MediaItem> {
  const found = sniffImage(image.bytes)
  if (!found) throw mediaFaults.notAnImage({ message: 'Send a picture as PNG, JPEG, WebP, GIF or AVIF.' })
  if (found !== image.contentType) {
    throw mediaFaults.mismatch({
      message: `The bytes are those of ${found}, but the Content-Type says ${image.contentType}.`,
      details: { found },
    })
  }
  return addImage(ctx, image)
}

/**
 * The key is made of the content: the same picture twice is one file and one document. The file is there
 * before the document that names it; a commit that fails leaves no more than a file without one, found
 * again at the next try.
 */
async function addImage(ctx: Ctx, { bytes, contentType, alt = '' }: NewImage): Promise<MediaItem> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const extension = Object.keys(IMAGE_TYPES).find((each) => IMAGE_TYPES[each] === contentType)
  if (!extension) throw mediaFaults.notAnImage({ message: `${contentType} is not a type of picture.` })
  const key = `${sha256.slice(0, KEY_CHARS)}.${extension}`
  const known = (await ctx.find(media, 'byKey', { equals: [key], limit: 1 })).data[0]
  if (known) return known
  await ctx.use(blobs).put(key, bytes, contentType)
  const item: MediaItem = {
    id: newId('media', { now: () => ctx.now }),
    revision: 0,
    key,
    contentType,
    bytes: bytes.length,
    sha256,
    alt,
    createdAt: ctx.now,
  }
  return ctx.save(media, change(item, mediaAdded(item.id, { key })))
}
