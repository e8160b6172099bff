import type { Ctx } from '#context'
import { audit } from '#modules/audit/index.ts'
import { sendMail } from '#modules/notifications/index.ts'
import { findUserByEmail, self } from './accounts.ts'
import { users } from './collections.ts'
import { emailChange, emailChangeAsked, emailTaken, verifyEmail } from './letters.ts'
import { ask, mailJob, mailLink, mailNobody, sendNotice } from './mail-tasks.ts'
import { proveEmail } from './prove-email.ts'
import { needTicket, voidTickets } from './tickets.ts'
import { emailOf, identityFaults, normaliseEmail, type User } from './user.ts'

/** Asks at the new address whether it is theirs, and tells the old one, in case it was somebody else. */
export const sendEmailChange = mailJob<{ userId: string; email: string }>(
  'identity.send-email-change',
  async (ctx, { userId, email, taskId }) => {
    const user = await ctx.get(users, userId)
    if (!user) return
    await writeToNew(ctx, user, { email, taskId })
    if (user.email === null || user.email === email) return
    const told = { name: user.name, address: email }
    await sendMail(ctx, emailChangeAsked, { to: user.email, about: userId, eventId: taskId, told })
  },
)

async function writeToNew(ctx: Ctx, user: User, { email, taskId }: { email: string; taskId: string }) {
  const holder = await findUserByEmail(ctx, email)
  if (holder?.id === user.id) {
    const link = { user, to: email, purpose: 'verify-email', taskId } as const
    if (!user.emailVerifiedAt) await mailLink(ctx, verifyEmail, link)
  } else if (holder?.emailVerifiedAt) {
    await mailNobody(ctx, email, 'change-email')
    const mail = { to: email, about: holder.id, eventId: taskId }
    await sendMail(ctx, emailTaken, { ...mail, told: { name: holder.name } })
  } else {
    const data = { from: user.email }
    await mailLink(ctx, emailChange, { user, to: email, purpose: 'change-email', taskId, data })
  }
}

export async function askForEmailChange(ctx: Ctx, email: string): Promise<undefined> {
  const { id } = await self(ctx)
  audit(ctx, { action: 'identity.email-change-asked', subject: id })
  ask(ctx, sendEmailChange, { userId: id, email: normaliseEmail(email) })
}

/** From here on the account has the new address, and no link that was sent to the old one works. */
export async function confirmEmailChange(ctx: Ctx, token: string): Promise<User> {
  const ticket = await needTicket(ctx, 'change-email', token)
  const { userId, email, data } = ticket
  if (userId === null || email === null) throw identityFaults.linkInvalid()
  const user = await proveEmail(ctx, userId, email)
  const purposes = ['change-email', 'verify-email', 'reset-password', 'magic-link'] as const
  await voidTickets(ctx, userId, purposes, ticket)
  audit(ctx, { action: 'identity.email-changed', subject: userId })
  const { from } = data
  if (typeof from === 'string') {
    ask(ctx, sendNotice, { userId, to: from, about: 'email-changed', address: emailOf(user) })
  }
  return user
}
