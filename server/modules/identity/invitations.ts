import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { newId } from '#kernel/id.ts'
import { audit } from '#modules/audit/index.ts'
import { remove } from '#store/unit.ts'
import { enqueue } from '#work/handlers.ts'
import { findUserByEmail, self } from './accounts.ts'
import { needOwn, needRole } from './granting.ts'
import {
  INVITATION_MS,
  type Invitation,
  invitationSent,
  invitations,
  invitationWithdrawn,
  openInvitations,
} from './invitation.ts'
import { sendInvitation } from './invitation-letters.ts'
import { INVITATIONS_MAX, staffFaults } from './staff-faults.ts'
import { takeTurn } from './turns.ts'
import { CUSTOMER, isStaff, normaliseEmail } from './user.ts'

export async function invite(ctx: Ctx, wish: { email: string; role: string }): Promise<Invitation> {
  const inviter = await self(ctx)
  await takeTurn(ctx, 'invitations')
  await takeTurn(ctx, 'roles')
  const { role } = wish
  if (role === CUSTOMER) {
    const message = 'Customers need no invitation: "customer" is no role of staff.'
    throw staffFaults.unknownRole({ message, details: { field: 'role' } })
  }
  needOwn(ctx, (await needRole(ctx, role)).permissions)
  const email = normaliseEmail(wish.email)
  await needFree(ctx, email)
  const id = newId('inv', { now: () => ctx.now })
  enqueue(ctx, sendInvitation, { invitationId: id })
  audit(ctx, { action: 'staff.invited', subject: id, details: { role } })
  const times = { createdAt: ctx.now, expiresAt: ctx.now + INVITATION_MS }
  const invitation: Invitation = { id, revision: 0, email, role, inviterId: inviter.id, ...times }
  return ctx.save(invitations, change(invitation, invitationSent(id, { role })))
}

async function needFree(ctx: Ctx, email: string): Promise<void> {
  const open = await openInvitations(ctx)
  if (open.length >= INVITATIONS_MAX) throw staffFaults.tooManyInvitations()
  const same = open.find((each) => each.email === email)
  if (same) throw staffFaults.alreadyInvited({ details: { invitationId: same.id } })
  const user = await findUserByEmail(ctx, email)
  if (user && isStaff(user)) throw staffFaults.alreadyStaff()
}

/** The link in its mail is worth nothing from here on. */
export async function withdrawInvitation(ctx: Ctx, id: string): Promise<undefined> {
  const invitation = await ctx.get(invitations, id)
  if (!invitation || invitation.expiresAt <= ctx.now) throw staffFaults.invitationMissing({ details: { id } })
  audit(ctx, { action: 'staff.invitation-withdrawn', subject: id, details: { role: invitation.role } })
  ctx.stage(remove(invitations, invitation), invitationWithdrawn(id, { role: invitation.role }))
}
