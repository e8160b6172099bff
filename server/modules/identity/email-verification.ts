import type { Ctx } from '#context'
import { audit } from '#modules/audit/index.ts'
import { findUserByEmail, self } from './accounts.ts'
import { users } from './collections.ts'
import { accountExists, verifyEmail } from './letters.ts'
import { ask, mailJob, mailLink } from './mail-tasks.ts'
import { proveEmail } from './prove-email.ts'
import { needTicket, voidTickets } from './tickets.ts'
import { emailOf, identityFaults, type User } from './user.ts'

/**
 * Asks an account's holder to prove the address that they typed. Where another account has proved it
 * before, its owner is told instead, and can come in to what is theirs.
 */
export const sendVerification = mailJob<{ userId: string }>(
  'identity.send-verification',
  async (ctx, { userId, taskId }) => {
    const user = await ctx.get(users, userId)
    if (!user || user.emailVerifiedAt) return
    const to = emailOf(user)
    const holder = await findUserByEmail(ctx, to)
    if (holder && holder.id !== user.id && holder.emailVerifiedAt) {
      await mailLink(ctx, accountExists, { user: holder, to, purpose: 'magic-link', taskId })
    } else if (to !== '') await mailLink(ctx, verifyEmail, { user, to, purpose: 'verify-email', taskId })
  },
)

/** Answers the same whether or not there is anything left to prove. */
export async function askForVerification(ctx: Ctx): Promise<undefined> {
  const { id } = await self(ctx)
  ask(ctx, sendVerification, { userId: id })
}

export async function confirmEmail(ctx: Ctx, token: string): Promise<User> {
  const ticket = await needTicket(ctx, 'verify-email', token)
  const { userId, email } = ticket
  if (userId === null || email === null) throw identityFaults.linkInvalid()
  const user = await proveEmail(ctx, userId, email)
  await voidTickets(ctx, userId, ['verify-email'], ticket)
  audit(ctx, { action: 'identity.email-verified', subject: userId })
  return user
}
