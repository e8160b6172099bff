import type { FastifyInstance } from 'fastify'

/** What pages of other origins may send, and what they may read of an answer. */
export const CORS = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
  exposedHeaders: ['etag', 'retry-after', 'x-request-id', 'idempotent-replayed', 'location'],
  maxAge: 600,
}

/**
 * Sent with every answer where every origin is welcome: the API is used with tokens, never with cookies, so an answer
 * tells a page nothing that its server could not ask for as well.
 */
export const OPEN_CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': CORS.exposedHeaders.join(', '),
}

/** Answers preflights of any origin. `@fastify/cors` does this too, at a third of the cost of a cached page. */
export function answerPreflights(app: FastifyInstance): void {
  const headers = {
    'access-control-allow-methods': CORS.methods.join(', '),
    'access-control-allow-headers': CORS.allowedHeaders.join(', '),
    'access-control-max-age': String(CORS.maxAge),
  }
  app.options('*', (_request, reply) => reply.code(204).headers(headers).send())
}
