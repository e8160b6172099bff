import type { Ctx } from '#context'
import { emailOf, type User } from '#modules/identity/index.ts'
import { hasPasskey, waysIn } from '#modules/passkeys/index.ts'

/** How this module's links are named among the ways in. */
export const OPENID = 'openid'

/** Whether an account can be entered without a link to a provider. */
export async function hasOtherWayIn(ctx: Ctx, user: User): Promise<boolean> {
  // A password is asked for with an address, be it held or only typed; links by mail go to who holds it.
  if (user.passwordHash !== null && emailOf(user) !== '') return true
  if (user.email !== null && user.emailVerifiedAt) return true
  if (await hasPasskey(ctx, user.id)) return true
  for (const [name, isWay] of ctx.use(waysIn)) if (name !== OPENID && (await isWay(ctx, user))) return true
  return false
}
