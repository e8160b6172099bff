import type { Ctx } from '#context'
import { DAY_MS, HOUR_MS } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import { collection, type Document } from '#store/collection.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import { INVITATIONS_MAX, staffFaults } from './staff-faults.ts'

/** Somebody is asked to join the staff, by a mail whose link proves that the address is theirs. */
export interface Invitation extends Document {
  readonly email: string
  readonly role: string
  /** What the inviter may do counts twice: when the invitation is sent and when it is accepted. */
  readonly inviterId: string
  readonly createdAt: number
  readonly expiresAt: number
}

export const INVITATION_MS = 7 * DAY_MS

export const invitationSent = eventType<{ role: string }>('invitation.sent')
export const invitationWithdrawn = eventType<{ role: string }>('invitation.withdrawn')
export const invitationAccepted = eventType<{ role: string; userId: string }>('invitation.accepted')

export const invitations = collection<Invitation, 'byEmail' | 'byExpiry'>({
  name: 'invitations',
  missing: staffFaults.invitationMissing,
  indexes: { byEmail: { fields: ['email'] }, byExpiry: { fields: ['expiresAt'] } },
})

/** Those that can still be accepted, the newest first: never many. */
export async function openInvitations(ctx: Ctx): Promise<readonly Invitation[]> {
  const open = { range: { gt: ctx.now }, reverse: true, limit: INVITATIONS_MAX }
  return (await ctx.find(invitations, 'byExpiry', open)).data
}

const PURGED_MAX = 500

/** What has expired cannot be accepted already; this only makes room. */
export const purgeInvitations: Schedule = {
  name: 'identity.purge-invitations',
  everyMs: HOUR_MS,
  async handle(ctx) {
    const expired = await ctx.find(invitations, 'byExpiry', { range: { lte: ctx.now }, limit: PURGED_MAX })
    ctx.stage(...expired.data.map((invitation) => remove(invitations, invitation)))
  },
}
