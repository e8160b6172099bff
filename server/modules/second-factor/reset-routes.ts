import type { Ctx } from '#context'
import { permitted, recently } from '#http/access.ts'
import { route } from '#http/route.ts'
import { Id, Shape } from '#kernel/schema.ts'
import { audit } from '#modules/audit/index.ts'
import {
  endSessions,
  identityFaults,
  needOwn,
  permissionsOf,
  signedOut,
  staffFaults,
  userOf,
  users,
} from '#modules/identity/index.ts'
import { remove } from '#store/unit.ts'
import { secondFactors } from './collections.ts'
import { factorFaults, secondFactorReset } from './factors.ts'

export const resetRoutes = [
  route({
    method: 'DELETE',
    path: '/admin/users/:userId/second-factor',
    summary: 'Reset the second factor of somebody who cannot get in',
    description:
      'Removes the authenticator app and the recovery codes; passkeys stay. The account is signed out everywhere ' +
      'and told by mail. Its role may allow nothing that you may not do yourself.',
    access: recently(permitted('staff:write')),
    params: Shape({ userId: Id('user') }),
    replies: { 204: null },
    faults: [identityFaults.missing, factorFaults.missing, staffFaults.beyondYours],
    handle: (ctx, { params }) => resetSecondFactor(ctx, params.userId),
  }),
]

async function resetSecondFactor(ctx: Ctx, userId: string): Promise<undefined> {
  const user = await userOf(ctx, userId)
  if (!user) throw identityFaults.missing({ message: `There is no user ${userId}.`, details: { id: userId } })
  needOwn(ctx, await permissionsOf(ctx, user.role))
  const factors = await ctx.get(secondFactors, userId)
  if (!factors?.totp) throw factorFaults.missing()
  ctx.stage(remove(secondFactors, factors), secondFactorReset(userId, {}))
  await endSessions(ctx, userId)
  // Written with the account: should it be given a greater role at this moment, all is decided anew.
  ctx.save(users, signedOut(user, ctx.now))
  audit(ctx, { action: 'second-factor.reset', subject: userId })
}
