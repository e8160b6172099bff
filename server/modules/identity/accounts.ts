import type { Ctx } from '#context'
import { accessFaults } from '#http/access.ts'
import { change } from '#kernel/change.ts'
import type { Page } from '#kernel/page.ts'
import { users } from './collections.ts'
import { hashPassword, isVerifiable, verifyPassword } from './passwords.ts'
import type { Role } from './roles.ts'
import { openSession } from './sessions.ts'
import { identityFaults, newUser, normaliseEmail, rename, type User, userRegistered } from './user.ts'

export interface SignedIn {
  readonly user: User
  readonly token: string
}

export const userOf = (ctx: Ctx, id: string): Promise<User | undefined> => ctx.get(users, id)

export async function findUserByEmail(ctx: Ctx, email: string): Promise<User | undefined> {
  const found = await ctx.find(users, 'byEmail', { equals: [normaliseEmail(email)], limit: 1 })
  return found.data[0]
}

/**
 * Makes an account, as imports and the seed do. `passwordHash` may be argon2 or bcrypt, brought from
 * elsewhere: it is replaced by the house's own at the next sign-in. Raises `email_taken` and
 * `unknown_hash`.
 */
export async function addUser(
  ctx: Ctx,
  init: { email: string; name: string; role?: Role; passwordHash?: string | null },
): Promise<User> {
  const { email, name, role = 'customer', passwordHash = null } = init
  if (passwordHash !== null && !isVerifiable(passwordHash)) throw identityFaults.unknownHash()
  await refuseTaken(ctx, email)
  const user = newUser({ email, name, role, passwordHash }, ctx.now)
  return ctx.save(users, change(user, userRegistered(user.id, { email: user.email, name: user.name, role })))
}

async function refuseTaken(ctx: Ctx, email: string): Promise<void> {
  if (await findUserByEmail(ctx, email)) throw identityFaults.emailTaken({ details: { field: 'email' } })
}

export async function register(
  ctx: Ctx,
  { email, name, password }: { email: string; name: string; password: string },
): Promise<SignedIn> {
  // Asked here too, so that a refusal does not cost a hash.
  await refuseTaken(ctx, email)
  const user = await addUser(ctx, { email, name, passwordHash: await hashPassword(password) })
  return { user, token: await openSession(ctx, user) }
}

/** Whether the address or the password is wrong, neither the words nor the time of the refusal tell. */
export async function signIn(
  ctx: Ctx,
  { email, password }: { email: string; password: string },
): Promise<SignedIn> {
  const user = await findUserByEmail(ctx, email)
  const { matches, outdated } = await verifyPassword(password, user?.passwordHash)
  if (!user || !matches) throw identityFaults.wrongCredentials()
  if (outdated) ctx.save(users, { ...user, passwordHash: await hashPassword(password) })
  return { user, token: await openSession(ctx, user) }
}

/** The caller's own account. */
export async function self(ctx: Ctx): Promise<User> {
  const user = ctx.caller.id === null ? undefined : await userOf(ctx, ctx.caller.id)
  if (!user) throw accessFaults.unauthenticated()
  return user
}

export async function renameSelf(ctx: Ctx, name: string): Promise<User> {
  const user = await self(ctx)
  const renamed = rename(user, name, ctx.now)
  return renamed === user ? user : ctx.save(users, renamed)
}

/** Newest first; with an address, the one account that has it. */
export const listUsers = (
  ctx: Ctx,
  { email, limit, after }: { email?: string; limit?: number; after?: string },
): Promise<Page<User>> =>
  email === undefined
    ? ctx.find(users, 'byId', { reverse: true, limit, after })
    : ctx.find(users, 'byEmail', { equals: [normaliseEmail(email)], limit, after })
