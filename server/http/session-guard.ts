import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '#context'
import { accessFaults } from './access.ts'
import type { Authenticate, Credentials } from './server.ts'
import { tokenInCookie } from './session-cookie.ts'

/** What was read with a cookie is for that browser alone: for no cache, and for no page of another site. */
const PRIVATE = { 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' }

export const bringsToken = ({ headers }: FastifyRequest): boolean =>
  headers.authorization !== undefined || headers.cookie !== undefined

/** Finds who asks. A token in the header goes first: whoever sets one means it. */
export function createIdentify(init: { authenticate: Authenticate; publicUrl?: string | undefined }) {
  const origin = init.publicUrl === undefined ? undefined : new URL(init.publicUrl).origin
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Caller | undefined> => {
    const credentials = credentialsOf(request)
    if (!credentials) return undefined
    if (credentials.via === 'bearer') return init.authenticate(credentials)
    if (!isSafe(request) && !isFromOwnPage(request, origin)) throw accessFaults.crossSite()
    const known = await init.authenticate(credentials)
    if (known) reply.headers(PRIVATE)
    return known
  }
}

function credentialsOf({ headers, ip: address }: FastifyRequest): Credentials | undefined {
  const { authorization, cookie } = headers
  const via = authorization === undefined ? 'cookie' : 'bearer'
  const token = via === 'cookie' ? tokenInCookie(cookie) : /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1]
  return token === undefined ? undefined : { token, via, address, userAgent: headers['user-agent'] ?? '' }
}

/** RFC 9110, 9.2.1: what asks for nothing but to be shown something. */
const isSafe = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD'

/**
 * A browser sends the cookie along whoever wrote the page, but it says whose page it was. The page of a
 * neighbour below the same domain (`same-site`) is a stranger's, too. Older browsers, and all where there
 * is no TLS, say only the origin. Who says neither is no browser, and needs no cookie.
 */
function isFromOwnPage(request: FastifyRequest, origin: string | undefined): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const from = request.headers.origin
  return from !== undefined && (from === origin || from === `${request.protocol}://${request.host}`)
}
