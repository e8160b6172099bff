import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'
import { emailOf, type User } from '#modules/identity/index.ts'

/** Whether an account can be entered by one kind of thing. */
export type WayIn = (ctx: Ctx, user: User) => Promise<boolean>

/** Ways in besides passwords and mails, by name. Modules add theirs at set-up. */
export const waysIn = port<Map<string, WayIn>>('passkeys.ways-in')

/** Whether an account can be entered by anything but this, so that taking it away locks nobody out. */
export async function hasOtherWayIn(ctx: Ctx, user: User, than: string): Promise<boolean> {
  if (user.passwordHash !== null && emailOf(user) !== '') return true
  // A link by mail goes to the address that the account alone holds, once it is known to arrive.
  if (user.email !== null && user.emailVerifiedAt) return true
  for (const [name, isWay] of ctx.use(waysIn)) if (name !== than && (await isWay(ctx, user))) return true
  return false
}
