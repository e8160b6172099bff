import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { audit } from '#modules/audit/index.ts'
import { users } from './collections.ts'
import { needOwn, needRole } from './granting.ts'
import { builtIn, OWNER, permissionsOf } from './roles.ts'
import { staffFaults } from './staff-faults.ts'
import { takeTurn } from './turns.ts'
import { identityFaults, isStaff, type User, userUpdated } from './user.ts'

/**
 * Counts from the account's next request on. The last owner stays one, whoever asks and however many at once.
 */
export async function giveRole(ctx: Ctx, userId: string, role: string): Promise<User> {
  // A role cannot be deleted while it is being given away.
  if (!builtIn(role)) await takeTurn(ctx, 'roles')
  const user = await needUser(ctx, userId)
  const { permissions } = await needRole(ctx, role)
  if (user.role === role) return user
  // The present ones too: else the lesser could take the greater's role away.
  needOwn(ctx, [...(await permissionsOf(ctx, user.role)), ...permissions])
  if (!isStaff(user)) needProven(user)
  await needOtherOwner(ctx, user)
  return withRole(ctx, user, role)
}

/** Stages the change alone; whether it may be is the caller's to know. */
export function withRole(ctx: Ctx, user: User, role: string): User {
  audit(ctx, { action: 'staff.role-given', subject: user.id, details: { from: user.role, to: role } })
  const changed: User = { ...user, role, updatedAt: ctx.now }
  return ctx.save(users, change(changed, userUpdated(user.id, { fields: ['role'] })))
}

/**
 * Refuses to lose the last owner: to be asked before an account is deleted or has its role changed. Two
 * owners who go at the same moment conflict here, and the second finds the first one gone.
 */
export async function needOtherOwner(ctx: Ctx, user: User): Promise<void> {
  if (user.role !== OWNER) return
  await takeTurn(ctx, 'owners')
  const owners = await ctx.find(users, 'byRole', { equals: [OWNER], limit: 2 })
  if (!owners.data.some(({ id }) => id !== user.id)) throw staffFaults.lastOwner()
}

export async function needUser(ctx: Ctx, id: string): Promise<User> {
  const user = await ctx.get(users, id)
  if (!user) throw identityFaults.missing({ message: `There is no user ${id}.`, details: { id } })
  return user
}

/** Anybody can register with anybody's address: until it is proved, the account's name tells nothing. */
function needProven(user: User): void {
  if (user.email === null || !user.emailVerifiedAt) throw staffFaults.unproven()
}
