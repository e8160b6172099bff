import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import type { HttpConfig } from './http-config.ts'

/** What pages of other origins may send, and what they may read of an answer. */
const CORS = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
  exposedHeaders: ['etag', 'retry-after', 'x-request-id', 'idempotent-replayed', 'location'],
  maxAge: 600,
}

/**
 * Sent with every answer where every origin is welcome. Browsers send no cookie along to an origin that
 * welcomes everyone, and a token only where the page has it, so an answer tells a page nothing that its
 * server could not ask for as well.
 */
export const OPEN_CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': CORS.exposedHeaders.join(', '),
}

/** Answers preflights, and does what else pages of the allowed origins need. */
export async function registerCors(app: FastifyInstance, origins: HttpConfig['corsOrigins']): Promise<void> {
  if (origins === '*') answerPreflights(app)
  else if (origins) await app.register(cors, { ...CORS, origin: [...origins] })
}

/** Of any origin. `@fastify/cors` does this too, at a third of the cost of a cached page. */
function answerPreflights(app: FastifyInstance): void {
  const headers = {
    'access-control-allow-methods': CORS.methods.join(', '),
    'access-control-allow-headers': CORS.allowedHeaders.join(', '),
    'access-control-max-age': String(CORS.maxAge),
  }
  app.options('*', (_request, reply) => reply.code(204).headers(headers).send())
}
