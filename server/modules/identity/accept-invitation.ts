import type { Ctx } from '#context'
import type { Refusal } from '#http/route.ts'
import { audit } from '#modules/audit/index.ts'
import { remove } from '#store/unit.ts'
import { roles, users } from './collections.ts'
import { type Invitation, invitationAccepted, invitations } from './invitation.ts'
import { joinStaff, type Newcomer } from './join-staff.ts'
import { builtIn, permissionsOf } from './roles.ts'
import { kindOf } from './sessions.ts'
import { completeSignIn, type SignedIn } from './sign-in.ts'
import { redeemTicket } from './tickets.ts'
import { takeTurn } from './turns.ts'
import { identityFaults } from './user.ts'

export interface Acceptance extends Newcomer {
  readonly token: string
  readonly cookie?: boolean
}

/**
 * The account of the invited address gets the role, or is made. The link came by mail to that address, so
 * whoever brings it is its owner.
 */
export async function acceptInvitation(ctx: Ctx, wish: Acceptance): Promise<SignedIn | Refusal> {
  const ticket = await redeemTicket(ctx, 'invitation', wish.token)
  const invitation = await ctx.get(invitations, String(ticket.data.invitationId))
  if (!invitation) throw identityFaults.linkInvalid()
  if (!builtIn(invitation.role)) await takeTurn(ctx, 'roles')
  await needStillOffered(ctx, invitation)
  const user = await joinStaff(ctx, invitation, wish)
  const details = { role: invitation.role, userId: user.id }
  audit(ctx, { action: 'staff.invitation-accepted', subject: invitation.id, details })
  ctx.stage(remove(invitations, invitation), invitationAccepted(invitation.id, details))
  return completeSignIn(ctx, user, { method: 'invitation', kind: kindOf(wish.cookie) })
}

/** What somebody offered who is no longer trusted with it is off. */
async function needStillOffered(ctx: Ctx, { inviterId, role }: Invitation): Promise<void> {
  const inviter = await ctx.get(users, inviterId)
  const granted = inviter ? await permissionsOf(ctx, inviter.role) : new Set()
  const offered = await permissionsOf(ctx, role)
  const isThere = builtIn(role) !== undefined || (await ctx.get(roles, role)) !== undefined
  if (!isThere || [...offered].some((each) => !granted.has(each))) throw identityFaults.linkInvalid()
}
