import type { Ctx } from '#context'
import {
  html,
  type Letter,
  letterKind,
  oneLine,
  type Sender,
  sendMail,
  toHtml,
  toPlainText,
} from '#modules/notifications/index.ts'
import { job } from '#work/handlers.ts'
import { users } from './collections.ts'
import { needRole } from './granting.ts'
import { invitations } from './invitation.ts'
import { issueTicket } from './tickets.ts'

interface Told {
  readonly token: string
  readonly inviter: string
  readonly role: string
}

export const staffInvitation = letterKind<Told>(
  'staff-invitation',
  (sender, { token, inviter, role }): Letter => {
    const title = `Join the team of ${sender.name}`
    const button = { label: 'Accept the invitation', href: linkOf(sender, token) }
    const leads = [
      `${oneLine(inviter)} invites you to work with them as ${oneLine(role)}.`,
      'The link works once, for seven days. If you do not know what this is about, leave it be: nothing happens.',
    ]
    return {
      subject: `${oneLine(inviter)} invites you to ${sender.name}`,
      text: toPlainText(sender, [title, ...leads, `${button.label}: ${button.href}`]),
      html: toHtml(sender, { title, leads, button, body: html`` }),
    }
  },
)

const linkOf = ({ url }: Sender, token: string): string =>
  `${url}/admin/invitation?token=${encodeURIComponent(token)}`

/** Issues the token and mails it, in one commit: it lies nowhere but in the mail. */
export const sendInvitation = job<{ invitationId: string }>(
  'identity.send-invitation',
  async (ctx, payload) => {
    const { invitationId } = payload
    const invitation = await ctx.get(invitations, invitationId)
    if (!invitation || invitation.expiresAt <= ctx.now) return
    const { email, role, inviterId } = invitation
    const token = await issueTicket(ctx, {
      purpose: 'invitation',
      userId: null,
      email,
      data: { invitationId },
    })
    // Before the mail is on its way: should it be tried again, the link of the first one works as well.
    await ctx.commit()
    const told = { token, inviter: await nameOf(ctx, inviterId), role: (await needRole(ctx, role)).name }
    await sendMail(ctx, staffInvitation, { to: email, about: invitationId, eventId: invitationId, told })
  },
)

const nameOf = async (ctx: Ctx, inviterId: string): Promise<string> =>
  (await ctx.get(users, inviterId))?.name ?? 'Somebody'
