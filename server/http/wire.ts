import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { SECOND_MS } from '#kernel/clock.ts'
import type { Fault } from '#kernel/fault.ts'
import type { HttpConfig } from './http-config.ts'
import { acceptJson } from './json-limits.ts'
import { httpFaults } from './problem.ts'

/** What a connection may take of time and room. Times in milliseconds, sizes in bytes. */
export interface Wire {
  /** From a connection's first byte to the end of the headers. */
  readonly headersTimeout: number
  /** To the end of the body. */
  readonly requestTimeout: number
  /** How often both are looked after. */
  readonly connectionsCheckingInterval: number
  /** All headers and the address together. */
  readonly maxHeaderSize: number
  /** More at once are hung up on; what is under way on the others goes on. */
  readonly connectionsMax: number
}

export const WIRE: Wire = {
  headersTimeout: 10 * SECOND_MS,
  requestTimeout: 30 * SECOND_MS,
  connectionsCheckingInterval: 5 * SECOND_MS,
  maxHeaderSize: 16 * 1024,
  connectionsMax: 10_000,
}

export const URL_CHARS_MAX = 8_000

/** What the server is created with. The strict parser is the default, and said all the same: it must stay. */
export function wireOptions({ wire }: Pick<HttpConfig, 'wire'>) {
  const { headersTimeout, requestTimeout, connectionsCheckingInterval, maxHeaderSize } = { ...WIRE, ...wire }
  const parser = { insecureHTTPParser: false, requireHostHeader: true, maxHeaderSize }
  return { requestTimeout, http: { ...parser, headersTimeout, connectionsCheckingInterval } }
}

/** Bodies are JSON within bounds, or files where a route says so. */
export function guardWire(app: FastifyInstance, config: Pick<HttpConfig, 'wire' | 'trustProxy'>): void {
  app.server.maxConnections = config.wire?.connectionsMax ?? WIRE.connectionsMax
  app.removeContentTypeParser('text/plain')
  acceptJson(app)
  if (config.trustProxy !== false) promiseTls(app)
}

/** What is refused before anything is made of it. */
export function refuseOnSight(request: FastifyRequest, reply: FastifyReply): Fault | undefined {
  if (request.url.length > URL_CHARS_MAX) return httpFaults.addressTooLong()
  const encoding = request.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return undefined
  // A few bytes could unfold into gigabytes. RFC 9110, 15.5.16: this says which codings would do.
  reply.header('accept-encoding', 'identity')
  return httpFaults.unsupportedType({ message: 'Send the body as it is, without a Content-Encoding.' })
}

/** A year (RFC 6797, 6.1.1), for this host alone: what lies below it may not be ours. */
const HSTS = 'max-age=31536000'

/**
 * Whoever came by TLS once shall not come without it again. How they came is known only from a proxy that is
 * trusted, since the shop itself speaks plain HTTP.
 */
function promiseTls(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.protocol === 'https') reply.header('strict-transport-security', HSTS)
    done()
  })
}
