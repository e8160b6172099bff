import type { Ctx } from '#context'
import { anyone, permitted } from '#http/access.ts'
import { Binary, Reply, type Route, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { named, Prose, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { blobs, contentTypeOf } from './blobs.ts'
import { IMAGE_BYTES_MAX, type MediaItem, mediaFaults, urlOf } from './media-item.ts'
import { addUpload } from './store-image.ts'

const Media = named(
  'Media',
  Shape({
    id: Type.String(),
    url: Type.String({ description: 'Below the address of the shop' }),
    contentType: Type.String(),
    bytes: Type.Integer(),
    alt: Type.String(),
    createdAt: Timestamp,
  }),
)

/** What is uploaded by people. Not SVG: it can carry scripts. */
const UPLOADED = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']

const toMedia = (item: MediaItem): Static<typeof Media> => ({
  id: item.id,
  url: urlOf(item),
  contentType: item.contentType,
  bytes: item.bytes,
  alt: item.alt,
  createdAt: toTimestamp(item.createdAt),
})

/** A drawing opened by itself is a page of this shop's: it may show, and do nothing. */
const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

async function serve(ctx: Ctx, file: string): Promise<Binary> {
  const contentType = contentTypeOf(file)
  const blob = contentType && (await ctx.use(blobs).get(file))
  if (!blob) throw mediaFaults.missing()
  return new Binary(
    { contentType: blob.contentType, bytes: blob.bytes, open: blob.open },
    {
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${file}"`,
      ...(contentType === 'image/svg+xml' && { 'content-security-policy': SVG_POLICY }),
    },
  )
}

export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/admin/media',
    summary: 'Upload a picture',
    description: 'The body is the file itself. The same picture twice is kept once.',
    access: permitted('media:write'),
    upload: { contentTypes: UPLOADED, bytesMax: IMAGE_BYTES_MAX, whole: true },
    query: Shape({ alt: Type.Optional(Prose(500)) }),
    replies: { 201: Media },
    faults: [mediaFaults.notAnImage, mediaFaults.mismatch],
    handle: async (ctx, { body, query, headers }) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
      const contentType = String(headers['content-type']).split(';')[0]?.trim().toLowerCase() ?? ''
      const item = await addUpload(ctx, { bytes, contentType, alt: query.alt })
      return new Reply(201, toMedia(item), { location: urlOf(item) })
    },
  }),
  route({
    method: 'GET',
    path: '/media/:file',
    summary: 'Get a picture',
    description: 'What is at an address never changes.',
    access: anyone,
    params: Shape({ file: Type.String({ maxLength: 100 }) }),
    replies: { 200: null },
    faults: [mediaFaults.missing],
    handle: (ctx, { params }) => serve(ctx, params.file),
  }),
]
