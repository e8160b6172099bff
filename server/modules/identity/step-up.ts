import type { Ctx } from '#context'
import { RECENT_MS } from '#http/access.ts'
import type { Refusal } from '#http/route.ts'
import { self } from './accounts.ts'
import { guardAttempt } from './attempts-guard.ts'
import { sessions } from './collections.ts'
import { verifyPassword } from './passwords.ts'
import { secondFactor } from './ports.ts'
import { emailOf, identityFaults, type User } from './user.ts'

export type Proof = { readonly password: string } | { readonly code: string }

/** Proves once more who holds the session. Answers since when, and until when that counts. */
export async function proveAgain(
  ctx: Ctx,
  proof: Proof,
): Promise<{ authenticatedAt: number; until: number } | Refusal> {
  const user = await self(ctx)
  return (await tryProof(ctx, user, proof)) ?? refreshProof(ctx)
}

/** Counted as a sign-in is: a session that was stolen is no place to guess the password at leisure. */
export async function tryProof(ctx: Ctx, user: User, proof: Proof): Promise<Refusal | undefined> {
  const who = { email: emailOf(user), userIds: [user.id] }
  const { result, refuse } = await guardAttempt(ctx, who, {
    try: () => isProved(ctx, user, proof),
    isRight: (isRight) => isRight,
  })
  return result ? undefined : refuse(identityFaults.wrongProof())
}

/** For every other way to prove it, such as a passkey. */
export async function refreshProof(ctx: Ctx): Promise<{ authenticatedAt: number; until: number }> {
  const id = ctx.caller.sessionId ?? ''
  await ctx.update(sessions, id, (session) => ({ ...session, authenticatedAt: ctx.now }))
  return { authenticatedAt: ctx.now, until: ctx.now + RECENT_MS }
}

const isProved = async (ctx: Ctx, user: User, proof: Proof): Promise<boolean> =>
  'code' in proof
    ? ctx.use(secondFactor).accept(ctx, user, proof.code)
    : (await verifyPassword(proof.password, user.passwordHash)).matches
