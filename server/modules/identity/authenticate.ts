import type { Authenticate } from '#http/server.ts'
import type { SetUp } from '#module'
import { sessions, users } from './collections.ts'
import { type TokenReader, tokenReaders } from './ports.ts'
import { permissionsOf } from './roles.ts'
import { isOpen, placeOf, seen, sessionIdOf } from './sessions.ts'

/** Asks whoever knows tokens that begin like this one: `mst_…` is a session's. */
export const createAuthenticate =
  ({ ports }: Pick<SetUp, 'ports'>): Authenticate =>
  async (credentials) => {
    const { token } = credentials
    return ports.use(tokenReaders).get(token.slice(0, token.indexOf('_')))?.(credentials)
  }

/**
 * Runs before each request that brings a session's token: the session by its id, then its user by id. The
 * role is read from the user each time rather than copied into the session, so a changed role or password
 * counts in the next request.
 */
export const createSessionReader =
  ({ run }: Pick<SetUp, 'run'>): TokenReader =>
  async ({ token, via, address, userAgent }) => {
    const sessionId = sessionIdOf(token)
    if (sessionId === undefined) return undefined
    return run(async (ctx) => {
      const session = await ctx.get(sessions, sessionId)
      const user = session && (await ctx.get(users, session.userId))
      if (!session || !user || !isOpen(session, user, ctx.now)) return undefined
      // A cookie's token is no use in a header, nor the other way round: each has its own defences.
      if ((session.kind ?? 'bearer') !== via) return undefined
      const used = seen(session, user, { now: ctx.now, place: placeOf({ address, userAgent }) })
      if (used !== session) ctx.save(sessions, used)
      return {
        kind: 'user',
        id: user.id,
        permissions: await permissionsOf(ctx, user.role),
        sessionId,
        authenticatedAt: session.authenticatedAt ?? session.createdAt,
        via,
        address,
        userAgent,
        operationId: '',
      }
    })
  }
