import { type Readable, Transform } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { acceptForms, FORM_TYPE } from './multipart.ts'
import { httpFaults } from './problem.ts'
import type { Upload } from './route.ts'

/**
 * Teaches a scope to take files instead of JSON: whole as a Buffer, or as a stream that ends in a 413
 * where the file is larger than it may be. A file in a form arrives as a Buffer, like one that came alone.
 */
export async function acceptUploads(scope: FastifyInstance, upload: Upload): Promise<void> {
  const { contentTypes, bytesMax, whole, form } = upload
  scope.removeAllContentTypeParsers()
  if (form) await acceptForms(scope, { bytesMax })
  if (whole) {
    const parser = { parseAs: 'buffer' as const, bodyLimit: bytesMax }
    scope.addContentTypeParser([...contentTypes], parser, (_request, bytes, done) => done(null, bytes))
  } else {
    scope.addContentTypeParser([...contentTypes], (request, payload, done) => {
      if (Number(request.headers['content-length'] ?? 0) > bytesMax) done(httpFaults.tooLarge())
      else done(null, limited(payload, bytesMax))
    })
  }
  const others = form ? `, or in a form as ${FORM_TYPE}` : ''
  const message = `Send the file itself as ${contentTypes.join(', ')}${others}.`
  scope.addContentTypeParser('*', (_request, _payload, done) => done(httpFaults.unsupportedType({ message })))
  // Without a body no parser is asked.
  scope.addHook('preValidation', ({ body }, _reply, done) => {
    done(body === undefined || body === null ? httpFaults.unsupportedType({ message }) : undefined)
  })
}

function limited(payload: Readable, bytesMax: number): Readable {
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(bytes > bytesMax ? httpFaults.tooLarge() : null, chunk)
    },
  })
  // The reader may be gone already; an error that nobody hears would end the process.
  counted.on('error', () => undefined)
  payload.once('close', () => {
    if (!payload.readableEnded) counted.destroy(httpFaults.malformed({ message: 'The upload broke off.' }))
  })
  return payload.pipe(counted)
}
