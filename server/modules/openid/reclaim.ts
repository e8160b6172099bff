import type { Ctx } from '#context'
import { audit } from '#modules/audit/index.ts'
import {
  endSessions,
  forgetWaysIn,
  signedOut,
  type User,
  users,
  voidTickets,
  withProvenEmail,
} from '#modules/identity/index.ts'
import { accountReclaimed } from './linked-identity.ts'

/** Everything that was ever mailed or handed out to get into the account. */
const TICKETS = ['verify-email', 'change-email', 'reset-password', 'magic-link', 'second-factor'] as const

/**
 * Gives an account to the proved owner of its address. Most who come here made it themselves and never opened
 * the mail that asks them to prove it, so what is in it stays theirs. But it may as well have been made by
 * somebody who waits for them to come ("pre-hijacking", https://arxiv.org/abs/2205.10174), so every way in
 * that was there before is shut: password, sessions, links in mails, passkeys, links to providers. A second
 * factor goes too, for it would lock the owner out.
 */
export async function reclaim(
  ctx: Ctx,
  user: User & { readonly email: string | null },
  { name, provider }: { name: string; provider: string },
): Promise<User> {
  const { id, email } = user
  if (email === null) throw new TypeError('An account without an address cannot be taken over by it.')
  await endSessions(ctx, id)
  await voidTickets(ctx, id, TICKETS)
  await forgetWaysIn(ctx, id)
  audit(ctx, { action: 'openid.reclaimed', subject: id, details: { provider } })
  ctx.stage(accountReclaimed(id, { provider }))
  const emptied = { ...signedOut(user, ctx.now), passwordHash: null, name }
  return ctx.save(users, withProvenEmail(emptied, email, ctx.now))
}
