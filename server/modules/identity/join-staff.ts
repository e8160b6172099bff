import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { findUserByEmail } from './accounts.ts'
import { hashFor } from './claims.ts'
import { users } from './collections.ts'
import { withRole } from './give-role.ts'
import type { Invitation } from './invitation.ts'
import { refuseWeak } from './passwords.ts'
import { freeEmail } from './prove-email.ts'
import { staffFaults } from './staff-faults.ts'
import { emailVerified, isStaff, newUser, type User, userRegistered } from './user.ts'

/** What somebody says of themselves who joins without having an account. */
export interface Newcomer {
  readonly name?: string
  readonly password?: string
}

/** The account of an invited address, with the role; made where there is none. Raises `alreadyStaff`. */
export async function joinStaff(
  ctx: Ctx,
  { email, role }: Pick<Invitation, 'email' | 'role'>,
  newcomer: Newcomer,
): Promise<User> {
  const user = await findUserByEmail(ctx, email)
  if (user && isStaff(user)) throw staffFaults.alreadyStaff()
  if (user?.emailVerifiedAt) return withRole(ctx, user, role)
  // Somebody registered with the address and never proved it: they may know the account's password, or have a
  // passkey of it. So they keep the account, and the address goes to its owner.
  await freeEmail(ctx, email)
  return makeAccount(ctx, { email, role, ...newcomer })
}

async function makeAccount(
  ctx: Ctx,
  { email, role, name, password }: Newcomer & { email: string; role: string },
): Promise<User> {
  if (password !== undefined) await refuseWeak(password, email)
  const passwordHash = password === undefined ? null : await hashFor(ctx, email, password)
  const fallback = email.split('@')[0] ?? email
  const init = { email, role, name: name ?? fallback, passwordHash, emailVerifiedAt: ctx.now }
  const user = newUser(init, ctx.now)
  const registered = userRegistered(user.id, { email, name: user.name, role })
  return ctx.save(users, change(user, registered, emailVerified(user.id, { email })))
}
