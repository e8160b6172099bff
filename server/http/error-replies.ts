import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Fault } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { httpFaults, PROBLEM_TYPE, toFault, toProblem } from './problem.ts'
import { logOf } from './request-log.ts'

// Imported, `node:http` brings along its WebSocket and with it all of undici: 10 to 15 ms of every start.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** Whatever is thrown on the way of a request goes out as a problem. */
export function registerReplies(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const fault = toFault(error)
    if (isTrouble(fault)) logOf(request).error({ err: fault.cause ?? fault, code: fault.code }, fault.message)
    return reply
      .code(fault.status)
      .headers(headersOf(fault))
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(toProblem(fault, request.id)))
  })
  app.setNotFoundHandler((request) => {
    const path = request.url.split('?')[0]?.slice(0, 200)
    throw httpFaults.notFound({ message: `There is nothing at ${request.method} ${path}. See /docs.` })
  })
}

/** What a status promises to say: how to sign in, when to come back. RFC 9110, 11.6.1 and 10.2.3. */
export function headersOf({ status, details }: Fault): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer' }
  if (status === 429 || status === 503) return { 'retry-after': String(details?.retryAfterSeconds ?? 1) }
  return {}
}

/** A 503 that has no cause is our own doing, under load above all, and is counted instead. */
const isTrouble = ({ status, cause }: Fault) => status === 500 || (status > 500 && cause !== undefined)

interface WireError extends Error {
  readonly code?: string
}

const BY_CODE: Readonly<Record<string, () => Fault>> = {
  HPE_HEADER_OVERFLOW: httpFaults.headersTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: httpFaults.timeout,
}

/**
 * What is no HTTP, or not in time, is answered on the bare socket: there is no request yet that could have a
 * reply.
 */
export function answerOnSocket(error: WireError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const fault = (BY_CODE[error.code ?? ''] ?? httpFaults.malformed)()
  const body = JSON.stringify(toProblem(fault, newId('req')))
  const head = [
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroy(error)
}

/** An address that cannot be decoded fails before there is a route, and so before any hook. */
export const answerWithoutRoute =
  (headers: Readonly<Record<string, string>>) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const fault = toFault(error)
    reply
      .headers({ ...headers, 'x-request-id': request.id })
      .code(fault.status)
      .type(PROBLEM_TYPE)
    reply.send(JSON.stringify(toProblem(fault, request.id)))
  }
