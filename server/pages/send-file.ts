import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isKnown } from '#http/etag.ts'
import type { Built, BuiltFile } from './built.ts'
import { CODINGS, formFor } from './codings.ts'

/** A name with a digest in it means the same for ever. Others are looked after each hour. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const FOR_AN_HOUR = 'public, max-age=3600'

/** Sends a file of a build in the smallest form that the client reads, straight from the disk. */
export async function sendFile(
  { stamp = '' }: Pick<Built, 'stamp'>,
  file: BuiltFile,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const form = formFor(
    request.headers['accept-encoding']?.toString(),
    (each) => file.forms[each] !== undefined,
  )
  const etag = `"${file.isHashed ? '' : stamp.slice(0, 16)}${form ?? 'plain'}"`
  reply.headers({
    'content-type': file.type,
    'cache-control': file.isHashed ? FOR_EVER : FOR_AN_HOUR,
    'cross-origin-resource-policy': 'same-origin',
    vary: 'Accept-Encoding',
    etag,
    ...(form && { 'content-encoding': CODINGS[form] }),
  })
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
  // Opened before anything is said: what is gone from the disk is not there.
  const handle = await open(form ? `${file.path}.${form}` : file.path)
  // As it is now: a newer build may have taken its place since the folder was looked through.
  const { size } = await handle.stat()
  reply.header('content-length', size)
  if (request.method === 'HEAD') {
    await handle.close()
    // Sent empty, so that the length stays what it would have been.
    return reply.send(Readable.from([]))
  }
  return reply.send(handle.createReadStream())
}
