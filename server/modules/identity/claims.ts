import type { Ctx } from '#context'
import { users } from './collections.ts'
import { hashPassword, saltOf } from './passwords.ts'
import { normaliseEmail, type User } from './user.ts'

/** Who goes by an address. */
export interface Claims {
  /** The account that has it. */
  readonly holder: User | undefined
  /** The holder and those that were registered with it though another one held it, the newest first. */
  readonly accounts: readonly User[]
  /** The salt that the hashes of these accounts share. */
  readonly salt: Buffer | undefined
}

const CLAIMS_MAX = 50

/**
 * Every account that was registered with an address can be signed in to by it: were it otherwise, who makes
 * an account and tries to sign in would learn whether somebody else had the address already.
 */
export async function claimsTo(ctx: Ctx, email: string): Promise<Claims> {
  const equals = [normaliseEmail(email)]
  const [held, typed] = await Promise.all([
    ctx.find(users, 'byEmail', { equals, limit: 1 }),
    ctx.find(users, 'byUnclaimedEmail', { equals, reverse: true, limit: CLAIMS_MAX }),
  ])
  const accounts = [...held.data, ...typed.data]
  const salts = accounts.map((account) => saltOf(account.passwordHash))
  return { holder: held.data[0], accounts, salt: salts.find((salt) => salt !== undefined) }
}

/** A new password's hash, to be compared with others of the same address in one go. */
export const hashFor = async (ctx: Ctx, email: string, password: string): Promise<string> =>
  hashPassword(password, (await claimsTo(ctx, email)).salt)
