import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Fault } from '#kernel/fault.ts'
import { httpFaults } from './problem.ts'

export const FORM_TYPE = 'multipart/form-data'

/** Boundaries, and the headers of the one part. */
const FRAME_BYTES_MAX = 16 * 1024

/** A form is there to carry one file. What else it brings would be lost without a word, so it is refused. */
const ONE_FILE = { files: 1, fields: 0, parts: 1, headerPairs: 20, fieldNameSize: 100 }

/** Teaches a scope to take a file out of a form; it becomes the body, as if it had come alone. */
export async function acceptForms(scope: FastifyInstance, { bytesMax }: { bytesMax: number }): Promise<void> {
  await scope.register(multipart, { limits: { ...ONE_FILE, fileSize: bytesMax } })
  scope.addHook('preValidation', async (request, reply) => {
    if (!request.isMultipart()) return
    if (Number(request.headers['content-length'] ?? 0) > bytesMax + FRAME_BYTES_MAX) {
      throw hangingUp(reply, httpFaults.tooLarge())
    }
    try {
      request.body = await onlyFile(request)
    } catch (error) {
      throw hangingUp(reply, faultOf(error as FormError))
    }
  })
}

async function onlyFile(request: FastifyRequest): Promise<Buffer> {
  let file: Buffer | undefined
  // To the end: what stands behind the file is refused as well.
  for await (const part of request.parts()) {
    if (part.type !== 'file') throw httpFaults.malformed({ message: EXPECTED })
    file = await part.toBuffer()
  }
  if (!file) throw httpFaults.malformed({ message: EXPECTED })
  return file
}

const EXPECTED = 'Send a form with one file, and nothing else in it.'

interface FormError extends Error {
  readonly code?: string
}

function faultOf(error: FormError): Fault {
  if (error instanceof Fault) return error
  if (error.code === 'FST_REQ_FILE_TOO_LARGE') return httpFaults.tooLarge({ cause: error })
  if (/^FST_(PARTS|FILES|FIELDS)_LIMIT$/.test(error.code ?? '')) {
    return httpFaults.malformed({ message: EXPECTED, cause: error })
  }
  return httpFaults.malformed({ message: 'The form could not be read. Send it whole.', cause: error })
}

/** What is still on its way is not waited for. */
function hangingUp(reply: FastifyReply, fault: Fault): Fault {
  reply.header('connection', 'close')
  return fault
}
