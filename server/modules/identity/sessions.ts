import { createHash } from 'node:crypto'
import type { Ctx } from '#context'
import { DAY_MS, HOUR_MS } from '#kernel/clock.ts'
import { newSecret } from '#kernel/id.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import { type Session, sessions } from './collections.ts'
import type { User } from './user.ts'

/** A session ends when it has not been used for this long. */
export const SESSION_MS = 30 * DAY_MS
/** A session in use is prolonged this often at most, so that reading a page is rarely a write. */
export const PROLONG_MS = DAY_MS
/** Signed in at more places than this, the oldest one is signed out. */
export const SESSIONS_MAX = 50

const TOKEN_PREFIX = 'mst'
const TOKEN = /^mst_[0-9A-Z]{32}$/

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Where a token's session lies; undefined for what cannot be a token. */
export const sessionIdOf = (token: string): string | undefined =>
  TOKEN.test(token) ? `sess_${hashToken(token)}` : undefined

/** Signs a user in and answers the token, which is known from here on to its holder alone. */
export async function openSession(ctx: Ctx, user: User): Promise<string> {
  const open = await ctx.find(sessions, 'byUser', { equals: [user.id], limit: SESSIONS_MAX })
  const [oldest] = open.data
  if (oldest && open.data.length >= SESSIONS_MAX) ctx.stage(remove(sessions, oldest))
  const token = newSecret(TOKEN_PREFIX)
  ctx.save(sessions, {
    id: `sess_${hashToken(token)}`,
    revision: 0,
    userId: user.id,
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt: ctx.now + SESSION_MS,
  })
  return token
}

/** Signs out. A session that is gone already is as good. */
export async function closeSession(ctx: Ctx): Promise<undefined> {
  const { sessionId } = ctx.caller
  const session = sessionId === undefined ? undefined : await ctx.get(sessions, sessionId)
  if (session) ctx.stage(remove(sessions, session))
}

export const isOpen = (session: Session, user: User, now: number): boolean =>
  session.expiresAt > now && session.createdAt >= user.sessionsSince

export const seen = (session: Session, now: number): Session =>
  now - session.lastSeenAt < PROLONG_MS
    ? session
    : { ...session, lastSeenAt: now, expiresAt: now + SESSION_MS }

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
