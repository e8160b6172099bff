import type { LetterKind } from '#modules/notifications/index.ts'
import { invitations, purgeInvitations } from './invitation.ts'
import { sendInvitation, staffInvitation } from './invitation-letters.ts'
import { invitationsRoutes } from './invitations-routes.ts'
import { rolesRoutes } from './roles-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { turns } from './turns.ts'

export { needOtherOwner } from './give-role.ts'
export { knownPermissions, needOwn } from './granting.ts'
export { permissionsOf } from './roles.ts'
export { staffFaults } from './staff-faults.ts'
export { takeTurn } from './turns.ts'

/** What identity knows of staff: roles, who has them, and who is asked to join. */
export const staff = {
  collections: [invitations, turns],
  routes: [...staffRoutes, ...rolesRoutes, ...invitationsRoutes],
  permissions: {
    'users:read': 'See the accounts of customers and staff.',
    'staff:read': 'See roles, permissions and open invitations.',
    'staff:write': 'Give accounts their roles, make roles, and invite to the staff.',
  },
  jobs: [sendInvitation],
  schedules: [purgeInvitations],
  letters: [staffInvitation as LetterKind],
}
