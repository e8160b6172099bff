import { faults } from '#kernel/fault.ts'

export const ROLES_MAX = 50
export const INVITATIONS_MAX = 100

/** What keeps those who decide about staff from giving away more than they should. */
export const staffFaults = faults('staff', {
  unknownPermissions: [422, 'There are no such permissions. See GET /api/admin/permissions.'],
  beyondYours: [403, 'You cannot decide about permissions that you do not have yourself.'],
  unknownRole: [422, 'There is no such role. See GET /api/admin/roles.'],
  roleNameTaken: [409, 'There is already a role with this name.'],
  roleBuiltIn: [409, 'This role is built in and stays as it is. Make one of your own.'],
  roleHeld: [409, 'Somebody still has this role. Give them another one first.'],
  tooManyRoles: [409, `A shop has at most ${ROLES_MAX} roles of its own. Delete one first.`],
  lastOwner: [409, 'This is the only owner. Make somebody else an owner first.'],
  unproven: [
    409,
    'Nobody has proved yet that the e-mail address of this account is theirs. Send an invitation to the address.',
  ],
  alreadyStaff: [409, 'The account with this e-mail address is staff already. Change its role instead.'],
  alreadyInvited: [409, 'This address has an open invitation. Withdraw that one first.'],
  tooManyInvitations: [
    409,
    `At most ${INVITATIONS_MAX} invitations can be open at once. Withdraw one, or wait for the answers.`,
  ],
  invitationMissing: [404, 'There is no open invitation with this id.'],
})
