import { createHash } from 'node:crypto'
import type { Ctx } from '#context'
import { Reply } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import type { Page } from '#kernel/page.ts'
import { Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { audit } from '#modules/audit/index.ts'
import { remove } from '#store/unit.ts'
import { self } from './accounts.ts'
import { type Place, type Session, sessions } from './collections.ts'
import { deviceOf } from './device.ts'
import { endSessions, isOpen, lifetimeOf, sessionsOf } from './sessions.ts'
import { signOut } from './sign-out.ts'
import { identityFaults } from './user.ts'

const PlaceView = Shape({
  address: Type.String(),
  userAgent: Type.String(),
  device: Type.String({ description: 'For people: `Firefox on Linux`' }),
})

export const SessionId = Type.String({ pattern: '^sess_[A-Za-z0-9_-]{22}$', description: 'An id, `sess_…`' })

export const SessionView = named(
  'Session',
  Shape({
    id: SessionId,
    current: Type.Boolean({ description: 'Whether it is the one that asks' }),
    kind: Type.Union([Type.Literal('bearer'), Type.Literal('cookie')]),
    method: Type.String({ description: 'The way in: `password`, `magic-link`, …' }),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
    expiresAt: Timestamp,
    openedFrom: Nullable(PlaceView),
    lastSeenFrom: Nullable(PlaceView),
  }),
)

type View = Static<typeof SessionView>

/**
 * What its holder sees. A session lies in the store under its token's hash, which is nobody's business: it
 * would tell whoever finds a token, in a log or a dump, whose it is.
 */
const publicId = ({ id }: Session): string =>
  `sess_${createHash('sha256').update(id).digest('base64url').slice(0, 22)}`

/** Where the caller is signed in, the newest first. There are never so many that they need a second page. */
export async function listSessions(ctx: Ctx): Promise<Page<View>> {
  const user = await self(ctx)
  const open = (await sessionsOf(ctx, user.id)).filter((session) => isOpen(session, user, ctx.now))
  const endOf = ({ createdAt, expiresAt, endsAt }: Session) =>
    Math.min(expiresAt, endsAt ?? createdAt + lifetimeOf(user).absoluteMs)
  return {
    data: open.map((session) => ({
      id: publicId(session),
      current: session.id === ctx.caller.sessionId,
      kind: session.kind ?? 'bearer',
      method: session.method ?? 'password',
      createdAt: toTimestamp(session.createdAt),
      lastSeenAt: toTimestamp(session.lastSeenAt),
      expiresAt: toTimestamp(endOf(session)),
      openedFrom: toPlace(session.openedFrom),
      lastSeenFrom: toPlace(session.lastSeenFrom),
    })),
    next: null,
  }
}

const toPlace = (place: Place | undefined): View['openedFrom'] =>
  place ? { ...place, device: deviceOf(place.userAgent) } : null

/** Ends one of the caller's sessions, be it the one that asks. */
export async function endSession(ctx: Ctx, wanted: string): Promise<Reply<undefined>> {
  const user = await self(ctx)
  const session = (await sessionsOf(ctx, user.id)).find((each) => publicId(each) === wanted)
  if (!session || !isOpen(session, user, ctx.now)) {
    throw identityFaults.sessionMissing({ details: { id: wanted } })
  }
  audit(ctx, { action: 'identity.session-revoked', subject: user.id, details: { session: wanted } })
  if (session.id === ctx.caller.sessionId) return signOut(ctx)
  ctx.stage(remove(sessions, session))
  return new Reply(204, undefined)
}

export async function endOtherSessions(ctx: Ctx): Promise<undefined> {
  const { id } = await self(ctx)
  const ended = await endSessions(ctx, id, ctx.caller.sessionId)
  if (ended > 0) audit(ctx, { action: 'identity.sessions-revoked', subject: id, details: { ended } })
}
