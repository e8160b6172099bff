import type { Ctx } from '#context'
import type { Refusal } from '#http/route.ts'
import { audit } from '#modules/audit/index.ts'
import { findUserByEmail } from './accounts.ts'
import { users } from './collections.ts'
import { passwordReset } from './letters.ts'
import { needReader } from './magic-links.ts'
import { ask, mailJob, mailLink, mailNobody } from './mail-tasks.ts'
import { savePassword } from './password-change.ts'
import { forgetWaysIn } from './ports.ts'
import { proveEmail } from './prove-email.ts'
import { endSessions, kindOf } from './sessions.ts'
import { completeSignIn, type SignedIn } from './sign-in.ts'
import { needTicket, voidTickets } from './tickets.ts'
import { normaliseEmail, signedOut } from './user.ts'

/** No mail goes to an address without an account. The request did not look whether there is one. */
export const sendPasswordReset = mailJob<{ email: string }>(
  'identity.send-password-reset',
  async (ctx, { email, taskId }) => {
    const user = await findUserByEmail(ctx, email)
    if (!user?.email) return mailNobody(ctx, email, 'reset-password')
    await mailLink(ctx, passwordReset, { user, to: user.email, purpose: 'reset-password', taskId })
  },
)

export const askForPasswordReset = (ctx: Ctx, email: string): undefined =>
  void ask(ctx, sendPasswordReset, { email: normaliseEmail(email) })

/** Whoever read the mail sets a new password, and is the only one who is signed in then. */
export async function resetPassword(
  ctx: Ctx,
  { token, password, cookie }: { token: string; password: string; cookie?: boolean },
): Promise<SignedIn | Refusal> {
  const ticket = await needTicket(ctx, 'reset-password', token)
  const { user, email } = await needReader(ctx, ticket)
  const proven = await proveEmail(ctx, user.id, email)
  const renewed = await savePassword(ctx, proven, password, ticket)
  await voidTickets(ctx, user.id, ['verify-email', 'magic-link'])
  await endSessions(ctx, user.id)
  // Nobody had proved the address: whoever made the account may have left ways in for themselves.
  if (!user.emailVerifiedAt) await forgetWaysIn(ctx, user.id)
  audit(ctx, { action: 'identity.password-reset', subject: user.id })
  const current = ctx.save(users, signedOut(renewed, ctx.now))
  return completeSignIn(ctx, current, { method: 'password-reset', kind: kindOf(cookie) })
}
