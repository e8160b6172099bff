import type { Ctx } from '#context'
import { newId } from '#kernel/id.ts'
import { type LetterKind, sendMail } from '#modules/notifications/index.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import type { Ticket, TicketPurpose } from './collections.ts'
import { users } from './collections.ts'
import { emailChanged, type LinkTold, type Noticed, passwordChanged } from './letters.ts'
import { hashToken } from './sessions.ts'
import { issueTicket, mayMail } from './tickets.ts'
import type { User } from './user.ts'

/** Names the task that sends a mail, the same for every try. */
interface Named {
  readonly taskId: string
}

export type MailJob<P> = Job<P & Named>

/**
 * Work that sends mails. What was typed goes into the task, and whether there is an account to it is looked
 * up there: the request does the same for every address.
 */
export const mailJob = <P>(name: string, handle: (ctx: Ctx, asked: P & Named) => Promise<void>): MailJob<P> =>
  job(name, handle)

export function ask<P>(ctx: Ctx, kind: MailJob<P>, payload: P): void {
  const taskId = newId('task', { now: () => ctx.now })
  enqueue(ctx, kind, { ...payload, taskId }, { id: taskId })
}

/** Mails a fresh link to an account's holder; nothing where enough of them lie in the mailbox. */
export async function mailLink(
  ctx: Ctx,
  letter: LetterKind<LinkTold>,
  link: {
    user: User
    to: string
    purpose: TicketPurpose
    taskId: string
    data?: Ticket['data']
    told?: Partial<LinkTold>
  },
): Promise<void> {
  const { user, to, purpose, data, told, taskId } = link
  if (!(await mayMail(ctx, user.id, purpose))) return
  const token = await issueTicket(ctx, { purpose, userId: user.id, email: to, ...(data && { data }) })
  // Before the mail is on its way: a transport that recognises a second try keeps the first mail, and the
  // link in that one has to work.
  await ctx.commit()
  const mail = { to, about: user.id, eventId: taskId }
  await sendMail(ctx, letter, { ...mail, told: { name: user.name, token, ...told } })
}

/**
 * Where there is nobody to write to: as many reads and commits as `mailLink`, so that not even who measures
 * how busy the shop is behind its reply learns the difference. The token of this ticket goes to nobody.
 */
export async function mailNobody(ctx: Ctx, email: string, purpose: TicketPurpose): Promise<void> {
  const userId = `nobody_${hashToken(email)}`
  if (!(await mayMail(ctx, userId, purpose))) return
  await issueTicket(ctx, { purpose, userId })
  await ctx.commit()
  await shopSettings(ctx)
}

const NOTICES = { 'password-changed': passwordChanged, 'email-changed': emailChanged }

/** Tells an account's holder what was changed, at the address that they had before. */
export const sendNotice = mailJob<{ userId: string; to: string; about: keyof typeof NOTICES } & Noticed>(
  'identity.send-notice',
  async (ctx, { userId, to, about, taskId, address }) => {
    const user = await ctx.get(users, userId)
    if (!user) return
    const told = { name: user.name, ...(address !== undefined && { address }) }
    await sendMail(ctx, NOTICES[about], { to, about: userId, eventId: taskId, told })
  },
)
