import type { Ctx } from '#context'
import { audit } from '#modules/audit/index.ts'
import { findUserByEmail } from './accounts.ts'
import { users } from './collections.ts'
import { identityFaults, type User, withoutEmail, withProvenEmail } from './user.ts'

/**
 * Gives an address to the account whose holder has just read mail to it. An account that held the address
 * without ever proving it loses it. Raises `emailTaken` where another one has proved it before.
 *
 * Comes before anything else that loads the account: a unit writes documents in the order in which it first
 * met them, and the address has to be free before it is taken.
 */
export async function proveEmail(ctx: Ctx, userId: string, email: string): Promise<User> {
  await freeEmail(ctx, email, userId)
  const user = await ctx.get(users, userId)
  if (!user) throw identityFaults.linkInvalid()
  const proven = withProvenEmail(user, email, ctx.now)
  return proven === user ? user : ctx.save(users, proven)
}

/** Takes an address from an account that never proved it, for one that did. Raises `emailTaken`. */
export async function freeEmail(ctx: Ctx, email: string, forId?: string): Promise<void> {
  const holder = await findUserByEmail(ctx, email)
  if (!holder || holder.id === forId) return
  if (holder.emailVerifiedAt) throw identityFaults.emailTaken({ details: { field: 'email' } })
  audit(ctx, { action: 'identity.address-reclaimed', subject: holder.id })
  ctx.save(users, withoutEmail(holder, ctx.now))
}
