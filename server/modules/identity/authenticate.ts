import { hash } from 'node:crypto'
import type { Caller, Ctx } from '#context'
import type { Authenticate, Credentials } from '#http/server.ts'
import type { SetUp } from '#module'
import { type Place, type Session, sessions, users } from './collections.ts'
import { type TokenReader, tokenReaders } from './ports.ts'
import { permissionsOf } from './roles.ts'
import { type KnownSession, sessionCache } from './session-cache.ts'
import { isNoteworthy, isOpen, placeOf, seen, sessionIdOf } from './sessions.ts'
import type { User } from './user.ts'

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
  async (credentials) => {
    const sessionId = sessionIdOf(credentials.token)
    if (sessionId === undefined) return undefined
    const asked = { sessionId, credentials }
    return run(async (ctx) => (await fromCache(ctx, asked)) ?? fromStore(ctx, asked))
  }

interface Asked {
  readonly sessionId: string
  readonly credentials: Credentials
}

/** Only lets in. What it would refuse, or has to note, is for the store to decide. */
async function fromCache(ctx: Ctx, { sessionId, credentials }: Asked): Promise<Caller | undefined> {
  const known = await ctx.use(sessionCache)?.find(sessionId)
  if (!known || !isOpen(known.session, known.user, ctx.now)) return undefined
  const { session, user } = known
  const hasMoved = session.place !== markOf(credentials.token, placeOf(credentials))
  if (session.kind !== credentials.via || isNoteworthy(session, user, { now: ctx.now, hasMoved })) {
    return undefined
  }
  return toCaller(ctx, known, { sessionId, credentials })
}

/** Notes that it was used, where that is due. */
async function fromStore(ctx: Ctx, { sessionId, credentials }: Asked): Promise<Caller | undefined> {
  const session = await ctx.get(sessions, sessionId)
  const user = session && (await ctx.get(users, session.userId))
  if (!session || !user || !isOpen(session, user, ctx.now)) return undefined
  // A cookie's token is no use in a header, nor the other way round: each has its own defences.
  if ((session.kind ?? 'bearer') !== credentials.via) return undefined
  const used = seen(session, user, { now: ctx.now, place: placeOf(credentials) })
  if (used !== session) ctx.save(sessions, used)
  else ctx.use(sessionCache)?.keep(sessionId, toKnown(session, user, credentials), ctx.now)
  return toCaller(ctx, { session, user }, { sessionId, credentials })
}

function toKnown(session: Session, user: User, { token, via }: Credentials): KnownSession {
  const { userId, createdAt, lastSeenAt, expiresAt, endsAt, authenticatedAt } = session
  return {
    session: {
      userId,
      createdAt,
      lastSeenAt,
      expiresAt,
      ...(endsAt !== undefined && { endsAt }),
      ...(authenticatedAt !== undefined && { authenticatedAt }),
      kind: via,
      place: session.lastSeenFrom ? markOf(token, session.lastSeenFrom) : '',
    },
    user: { role: user.role, sessionsSince: user.sessionsSince },
  }
}

const markOf = (token: string, { address, userAgent }: Place): string =>
  hash('sha256', `${token} ${address} ${userAgent}`, 'base64url').slice(0, 22)

interface Found {
  readonly session: Pick<Session, 'userId' | 'authenticatedAt' | 'createdAt'>
  readonly user: Pick<User, 'role'>
}

async function toCaller(ctx: Ctx, { session, user }: Found, asked: Asked): Promise<Caller> {
  const { via, address, userAgent } = asked.credentials
  return {
    kind: 'user',
    id: session.userId,
    permissions: await permissionsOf(ctx, user.role),
    sessionId: asked.sessionId,
    authenticatedAt: session.authenticatedAt ?? session.createdAt,
    via,
    address,
    userAgent,
    operationId: '',
  }
}
