import type { Ctx } from '#context'
import { needRecentProof } from '#http/access.ts'
import type { Refusal } from '#http/route.ts'
import { audit } from '#modules/audit/index.ts'
import { self } from './accounts.ts'
import { hashFor } from './claims.ts'
import { type Ticket, users } from './collections.ts'
import { ask, sendNotice } from './mail-tasks.ts'
import { refuseWeak } from './passwords.ts'
import { endSessions } from './sessions.ts'
import { tryProof } from './step-up.ts'
import { voidTickets } from './tickets.ts'
import { emailOf, type User, withPassword } from './user.ts'

/**
 * By the current password, or by having proved lately who they are; an account without a password gets one
 * the second way. Everywhere else its holder is signed out.
 */
export async function changePassword(
  ctx: Ctx,
  { current, password }: { current?: string; password: string },
): Promise<undefined | Refusal> {
  const user = await self(ctx)
  if (current === undefined) needRecentProof(ctx)
  const refusal = current === undefined ? undefined : await tryProof(ctx, user, { password: current })
  if (refusal) return refusal
  await savePassword(ctx, user, password)
  const ended = await endSessions(ctx, user.id, ctx.caller.sessionId)
  audit(ctx, { action: 'identity.password-changed', subject: user.id, details: { sessionsEnded: ended } })
  return undefined
}

/**
 * What every new password brings about: links to set another one, and the one that was `used` for this, are
 * worth nothing, and a notice is sent.
 */
export async function savePassword(ctx: Ctx, user: User, password: string, used?: Ticket): Promise<User> {
  const email = emailOf(user)
  await refuseWeak(password, email)
  const passwordHash = await hashFor(ctx, email, password)
  await voidTickets(ctx, user.id, ['reset-password'], used)
  if (user.email) ask(ctx, sendNotice, { userId: user.id, to: user.email, about: 'password-changed' })
  return ctx.save(users, withPassword(user, passwordHash, ctx.now))
}
