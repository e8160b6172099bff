import type { Ctx } from '#context'
import type { Refusal } from '#http/route.ts'
import { audit } from '#modules/audit/index.ts'
import { findUserByEmail } from './accounts.ts'
import { type Ticket, users } from './collections.ts'
import { magicLink } from './letters.ts'
import { ask, mailJob, mailLink, mailNobody } from './mail-tasks.ts'
import { forgetWaysIn } from './ports.ts'
import { proveEmail } from './prove-email.ts'
import { endSessions, kindOf } from './sessions.ts'
import { completeSignIn, type SignedIn } from './sign-in.ts'
import { needTicket, voidTickets } from './tickets.ts'
import { identityFaults, normaliseEmail, signedOut, type User, withPassword } from './user.ts'

/** No mail goes to an address without an account. The request did not look whether there is one. */
export const sendMagicLink = mailJob<{ email: string }>(
  'identity.send-magic-link',
  async (ctx, { email, taskId }) => {
    const user = await findUserByEmail(ctx, email)
    if (!user?.email) return mailNobody(ctx, email, 'magic-link')
    const told = { endsPassword: !user.emailVerifiedAt && user.passwordHash !== null }
    await mailLink(ctx, magicLink, { user, to: user.email, purpose: 'magic-link', taskId, told })
  },
)

export const askForMagicLink = (ctx: Ctx, email: string): undefined =>
  void ask(ctx, sendMagicLink, { email: normaliseEmail(email) })

export async function signInByLink(
  ctx: Ctx,
  { token, cookie }: { token: string; cookie?: boolean },
): Promise<SignedIn | Refusal> {
  const ticket = await needTicket(ctx, 'magic-link', token)
  const { user, email } = await needReader(ctx, ticket)
  const proven = await proveEmail(ctx, user.id, email)
  await voidTickets(ctx, user.id, ['magic-link', 'verify-email'], ticket)
  audit(ctx, { action: 'identity.signed-in-by-link', subject: user.id })
  const own = user.emailVerifiedAt ? proven : await makeOwn(ctx, proven)
  return completeSignIn(ctx, own, { method: 'magic-link', kind: kindOf(cookie) })
}

/** The account whose mail was read, unless the address has gone to another one since. */
export async function needReader(
  ctx: Ctx,
  { userId, email }: Ticket,
): Promise<{ user: User; email: string }> {
  const user = email === null ? undefined : await findUserByEmail(ctx, email)
  if (email === null || user?.id !== userId) throw identityFaults.linkInvalid()
  return { user, email }
}

/**
 * Until now nobody had proved the address, so whoever made the account may be somebody else, who waits for
 * its owner to fill it. What they know, and where they are signed in, is worth nothing from here on.
 */
async function makeOwn(ctx: Ctx, user: User): Promise<User> {
  await endSessions(ctx, user.id)
  await forgetWaysIn(ctx, user.id)
  const own = signedOut(user, ctx.now)
  return ctx.save(users, own.passwordHash === null ? own : withPassword(own, null, ctx.now))
}
