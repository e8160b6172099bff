import type { Ctx } from '#context'
import { accessFaults } from '#http/access.ts'
import { change } from '#kernel/change.ts'
import type { Page } from '#kernel/page.ts'
import { claimsTo } from './claims.ts'
import { users } from './collections.ts'
import { sendVerification } from './email-verification.ts'
import { ask } from './mail-tasks.ts'
import { hashPassword, isVerifiable, refuseWeak } from './passwords.ts'
import { kindOf, openSession } from './sessions.ts'
import type { SignedIn } from './sign-in.ts'
import {
  CUSTOMER,
  emailOf,
  emailVerified,
  identityFaults,
  newUser,
  normaliseEmail,
  rename,
  type User,
  userRegistered,
} from './user.ts'

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
  init: {
    email: string
    name: string
    role?: string
    passwordHash?: string | null
    emailVerifiedAt?: number | null
  },
): Promise<User> {
  const { passwordHash = null } = init
  if (passwordHash !== null && !isVerifiable(passwordHash)) throw identityFaults.unknownHash()
  if (await findUserByEmail(ctx, init.email)) {
    throw identityFaults.emailTaken({ details: { field: 'email' } })
  }
  return saveNewUser(ctx, { role: CUSTOMER, ...init, passwordHash })
}

function saveNewUser(ctx: Ctx, init: Parameters<typeof newUser>[0]): User {
  const user = newUser(init, ctx.now)
  const { name, role } = user
  const email = emailOf(user)
  const proven = user.emailVerifiedAt ? [emailVerified(user.id, { email })] : []
  return ctx.save(users, change(user, userRegistered(user.id, { email, name, role }), ...proven))
}

/**
 * Makes an account for whoever comes. Where another one holds the address already, this one is made without
 * it and answered all the same: nobody learns by registering who is a customer here. The address's owner is
 * told by mail, and can take from there what is theirs.
 */
export async function register(
  ctx: Ctx,
  { email, name, password, cookie }: { email: string; name: string; password: string; cookie?: boolean },
): Promise<SignedIn> {
  await refuseWeak(password, email)
  const { holder, salt } = await claimsTo(ctx, email)
  const passwordHash = await hashPassword(password, salt)
  const user = saveNewUser(ctx, { email, name, role: CUSTOMER, passwordHash, isTaken: holder !== undefined })
  ask(ctx, sendVerification, { userId: user.id })
  const kind = kindOf(cookie)
  return { user, token: await openSession(ctx, user, { method: 'password', kind }), kind }
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
export async function listUsers(
  ctx: Ctx,
  { email, role, ...page }: { email?: string; role?: string; limit?: number; after?: string },
): Promise<Page<User>> {
  if (email !== undefined && role !== undefined) throw identityFaults.twoFilters()
  if (email !== undefined) return ctx.find(users, 'byEmail', { equals: [normaliseEmail(email)], ...page })
  const newest = { reverse: true, ...page }
  if (role !== undefined) return ctx.find(users, 'byRole', { equals: [role], ...newest })
  return ctx.find(users, 'byId', newest)
}
