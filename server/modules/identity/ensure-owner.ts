import type { Ctx } from '#context'
import type { SetUp } from '#module'
import { addUser, findUserByEmail } from './accounts.ts'
import { users } from './collections.ts'
import { hashPassword, refuseWeak, verifyPassword } from './passwords.ts'
import type { User } from './user.ts'

/** Makes the account of `ADMIN_EMAIL` the owner's, with `ADMIN_PASSWORD`. Without them it does nothing. */
export async function ensureOwner({
  config,
  run,
  log,
}: Pick<SetUp, 'config' | 'run' | 'log'>): Promise<void> {
  const { admin } = config
  if (!admin) return
  const made = await run((ctx) => setOwner(ctx, admin))
  if (made) log.info({ userId: made.id }, 'The account of ADMIN_EMAIL is the owner now.')
}

async function setOwner(ctx: Ctx, admin: { email: string; password: string }): Promise<User | undefined> {
  const user = await findUserByEmail(ctx, admin.email)
  if (!user) {
    await refuseWeakOf(admin)
    const passwordHash = await hashPassword(admin.password)
    return addUser(ctx, {
      email: admin.email,
      name: 'Owner',
      role: 'owner',
      passwordHash,
      emailVerifiedAt: ctx.now,
    })
  }
  const { matches, outdated } = await verifyPassword(admin.password, user.passwordHash)
  if (matches && !outdated && user.role === 'owner') return undefined
  if (!matches) await refuseWeakOf(admin)
  const owner: User = {
    ...user,
    role: 'owner',
    passwordHash: matches && !outdated ? user.passwordHash : await hashPassword(admin.password),
    emailVerifiedAt: user.emailVerifiedAt ?? ctx.now,
    // A new password is set when the old one got around, so whoever used that is signed out.
    sessionsSince: matches ? user.sessionsSince : ctx.now,
    updatedAt: ctx.now,
  }
  return ctx.save(users, owner)
}

/** A password that is there already goes on working; only a new one is looked at. */
async function refuseWeakOf({ email, password }: { email: string; password: string }): Promise<void> {
  try {
    await refuseWeak(password, email)
  } catch (cause) {
    throw new Error(`ADMIN_PASSWORD: ${(cause as Error).message}`, { cause })
  }
}
