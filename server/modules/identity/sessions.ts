import { createHash } from 'node:crypto'
import type { Caller, Ctx } from '#context'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { newSecret } from '#kernel/id.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import { type Place, type Session, sessions } from './collections.ts'
import { isStaff, type User } from './user.ts'

/** When a session ends that is not used, and however much it is used; how often a read may prolong it. */
export interface Lifetime {
  readonly idleMs: number
  readonly absoluteMs: number
  readonly prolongMs: number
}

/** What staff can do costs others more, so their sessions are shorter. */
export const CUSTOMER_SESSION: Lifetime = {
  idleMs: 30 * DAY_MS,
  absoluteMs: 180 * DAY_MS,
  prolongMs: DAY_MS,
}
export const STAFF_SESSION: Lifetime = { idleMs: DAY_MS, absoluteMs: 7 * DAY_MS, prolongMs: HOUR_MS }

export const lifetimeOf = (user: Pick<User, 'role'>): Lifetime =>
  isStaff(user) ? STAFF_SESSION : CUSTOMER_SESSION

/** Signed in at more places than this, the oldest one is signed out. */
export const SESSIONS_MAX = 50

const TOKEN_PREFIX = 'mst'
const TOKEN = /^mst_[0-9A-Z]{32}$/

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Where a token's session lies; undefined for what cannot be a token. */
export const sessionIdOf = (token: string): string | undefined =>
  TOKEN.test(token) ? `sess_${hashToken(token)}` : undefined

/** How somebody came in. */
export interface Way {
  readonly method: string
  readonly kind?: 'bearer' | 'cookie'
}

export const kindOf = (cookie: boolean | undefined): 'bearer' | 'cookie' => (cookie ? 'cookie' : 'bearer')

/** Signs a user in and answers the token, which is known from here on to its holder alone. */
export async function openSession(ctx: Ctx, user: User, { method, kind = 'bearer' }: Way): Promise<string> {
  const found = await ctx.find(sessions, 'byUser', { equals: [user.id], limit: SESSIONS_MAX })
  // Those before were ended by the same commit, and are removed by it already.
  const open = found.data.filter((session) => session.createdAt >= user.sessionsSince)
  const [oldest] = open
  if (oldest && open.length >= SESSIONS_MAX) ctx.stage(remove(sessions, oldest))
  const token = newSecret(TOKEN_PREFIX)
  const { idleMs, absoluteMs } = lifetimeOf(user)
  const place = placeOf(ctx.caller)
  ctx.save(sessions, {
    id: `sess_${hashToken(token)}`,
    revision: 0,
    userId: user.id,
    kind,
    method,
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt: ctx.now + idleMs,
    endsAt: ctx.now + absoluteMs,
    authenticatedAt: ctx.now,
    openedFrom: place,
    lastSeenFrom: place,
  })
  return token
}

export const placeOf = ({ address, userAgent = '' }: Pick<Caller, 'address' | 'userAgent'>): Place => ({
  address,
  userAgent: userAgent.slice(0, 300),
})

/** Signs out. A session that is gone already is as good. */
export async function closeSession(ctx: Ctx): Promise<undefined> {
  const { sessionId } = ctx.caller
  const session = sessionId === undefined ? undefined : await ctx.get(sessions, sessionId)
  if (session) ctx.stage(remove(sessions, session))
}

/** All sessions of an account, over or not. A few more than the limit may have come in at once. */
export const sessionsOf = async (ctx: Ctx, userId: string): Promise<readonly Session[]> =>
  (await ctx.find(sessions, 'byUser', { equals: [userId], reverse: true, limit: 2 * SESSIONS_MAX })).data

/** Ends all sessions of an account but one; answers how many that were. */
export async function endSessions(ctx: Ctx, userId: string, exceptId?: string): Promise<number> {
  const others = (await sessionsOf(ctx, userId)).filter(({ id }) => id !== exceptId)
  ctx.stage(...others.map((session) => remove(sessions, session)))
  return others.length
}

type Lasting = Pick<Session, 'createdAt' | 'lastSeenAt' | 'expiresAt' | 'endsAt'>
type Rights = Pick<User, 'role' | 'sessionsSince'>

/** The role decides how long a session lasts, also where it was given after the session was opened. */
export function isOpen(session: Lasting, user: Rights, now: number): boolean {
  const { idleMs, absoluteMs } = lifetimeOf(user)
  const endsAt = Math.min(session.endsAt ?? Number.POSITIVE_INFINITY, session.createdAt + absoluteMs)
  const idleAt = Math.min(session.expiresAt, session.lastSeenAt + idleMs)
  return idleAt > now && endsAt > now && session.createdAt >= user.sessionsSince
}

/** How long a new place goes unnoted: a phone changes its address with every mast. */
const MOVE_MS = 5 * MINUTE_MS

/** Whether it was used in a way that has to be noted: after a while, or from somewhere else. */
export function isNoteworthy(
  session: Pick<Session, 'lastSeenAt'>,
  user: Pick<User, 'role'>,
  at: { readonly now: number; readonly hasMoved: boolean },
): boolean {
  const { prolongMs } = lifetimeOf(user)
  return at.now - session.lastSeenAt >= (at.hasMoved ? Math.min(MOVE_MS, prolongMs) : prolongMs)
}

/** The session after it was used; itself as long as there is little to note. */
export function seen(session: Session, user: User, at: { now: number; place: Place }): Session {
  const { address, userAgent } = session.lastSeenFrom ?? { address: '', userAgent: '' }
  const hasMoved = address !== at.place.address || userAgent !== at.place.userAgent
  if (!isNoteworthy(session, user, { now: at.now, hasMoved })) return session
  const expiresAt = at.now + lifetimeOf(user).idleMs
  return { ...session, lastSeenAt: at.now, expiresAt, lastSeenFrom: at.place }
}

const PURGED_MAX = 500

/** What has expired counts for nothing already; this only makes room. */
export const purgeSessions: Schedule = {
  name: 'identity.purge-sessions',
  everyMs: HOUR_MS,
  async handle(ctx) {
    const expired = await ctx.find(sessions, 'byExpiry', { range: { lte: ctx.now }, limit: PURGED_MAX })
    ctx.stage(...expired.data.map((session) => remove(sessions, session)))
  },
}
