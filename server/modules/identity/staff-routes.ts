import type { Ctx } from '#context'
import { permitted, recently } from '#http/access.ts'
import { route } from '#http/route.ts'
import { Id, named, Shape } from '#kernel/schema.ts'
import { giveRole, needUser } from './give-role.ts'
import { RoleRef } from './roles-routes.ts'
import { staffFaults } from './staff-faults.ts'
import { identityFaults } from './user.ts'
import { toUserView, UserView } from './views.ts'

const params = Shape({ userId: Id('user') })
const revision = async (ctx: Ctx, { userId = '' }: Readonly<Record<string, string>>) =>
  (await needUser(ctx, userId)).revision

export const staffRoutes = [
  route({
    method: 'GET',
    path: '/admin/users/:userId',
    summary: 'Read an account',
    access: permitted('users:read'),
    params,
    replies: { 200: UserView },
    faults: [identityFaults.missing],
    handle: async (ctx, { params: { userId } }) => toUserView(ctx, await needUser(ctx, userId)),
  }),
  route({
    method: 'PATCH',
    path: '/admin/users/:userId',
    summary: 'Give an account another role',
    description:
      'Counts in its next request. Neither the old nor the new role may allow what you may not do yourself. ' +
      'The last owner stays one.',
    access: recently(permitted('staff:write')),
    params,
    body: named('AccountPatch', Shape({ role: RoleRef })),
    replies: { 200: UserView },
    faults: [
      identityFaults.missing,
      staffFaults.unknownRole,
      staffFaults.beyondYours,
      staffFaults.unproven,
      staffFaults.lastOwner,
    ],
    revision,
    handle: async (ctx, { params: { userId }, body }) =>
      toUserView(ctx, await giveRole(ctx, userId, body.role)),
  }),
]
