import type { Caller, Ctx } from '#context'
import type { Authenticate, Credentials } from '#http/server.ts'
import { port } from '#kernel/port.ts'
import type { User } from './user.ts'

/** Finds who brings a token. */
export const authenticator = port<Authenticate>('identity.authenticator')

/** Knows one kind of token; undefined where it stands for nobody, or for nobody any more. */
export type TokenReader = (credentials: Credentials) => Promise<Caller | undefined>

/** Who knows which tokens, by what they begin with: `mst` for sessions. Modules add theirs at set-up. */
export const tokenReaders = port<Map<string, TokenReader>>('identity.token-readers')

/** Every permission of every module, with what it allows. The app fills it before it sets the modules up. */
export const permissionList = port<ReadonlyMap<string, string>>('permissions')

/** What an account asks for beyond a password, where a later module knows such a thing. */
export interface SecondFactor {
  /** The kinds that this account has set up, such as `totp`; none where a password will do. */
  methodsOf(ctx: Ctx, user: User): Promise<readonly string[]>
  /** Whether the code is right; stages that it is used up. */
  accept(ctx: Ctx, user: User, code: string): Promise<boolean>
}

/**
 * Takes away what a later module let into an account: its passkeys, its second factor, its links to
 * providers. By name; modules add theirs at set-up.
 */
export const waysInToForget = port<Map<string, (ctx: Ctx, userId: string) => Promise<void>>>(
  'identity.ways-in-to-forget',
)

export async function forgetWaysIn(ctx: Ctx, userId: string): Promise<void> {
  for (const forget of ctx.use(waysInToForget).values()) await forget(ctx, userId)
}

export const secondFactor = port<SecondFactor>('identity.second-factor')
