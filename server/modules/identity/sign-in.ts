import type { Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { guardAttempt } from './attempts-guard.ts'
import { claimsTo } from './claims.ts'
import { tickets, users } from './collections.ts'
import { hashPassword, verifyAmong } from './passwords.ts'
import { secondFactor } from './ports.ts'
import { kindOf, openSession, type Way } from './sessions.ts'
import { issueTicket, needTicket, redeemTicket } from './tickets.ts'
import { identityFaults, type User } from './user.ts'

export interface SignedIn {
  readonly user: User
  readonly token: string
  readonly kind: 'bearer' | 'cookie'
}

/** Whether the address or the password is wrong, neither the words nor the time of the refusal tell. */
export async function signIn(
  ctx: Ctx,
  { email, password, cookie }: { email: string; password: string; cookie?: boolean },
): Promise<SignedIn | Refusal> {
  const { accounts, salt } = await claimsTo(ctx, email)
  const hashes = accounts.map((account) => account.passwordHash)
  const who = { email, userIds: accounts.map((account) => account.id) }
  const { result, refuse } = await guardAttempt(ctx, who, {
    try: () => verifyAmong(password, hashes),
    isRight: ({ at }) => at >= 0,
  })
  const { at, outdated } = result
  const user = accounts[at]
  if (!user) return refuse(identityFaults.wrongCredentials())
  const current = outdated
    ? ctx.save(users, { ...user, passwordHash: await hashPassword(password, salt) })
    : user
  return completeSignIn(ctx, current, { method: 'password', kind: kindOf(cookie) })
}

/**
 * Where every way in ends. An account with a second factor is asked for it first, unless the way in was
 * `isStrong`: two factors by itself, as a passkey that checked its holder is.
 */
export async function completeSignIn(
  ctx: Ctx,
  user: User,
  way: Way & { isStrong?: boolean },
): Promise<SignedIn | Refusal> {
  const methods = way.isStrong ? [] : await ctx.use(secondFactor).methodsOf(ctx, user)
  if (methods.length === 0) return open(ctx, user, way)
  const { method, kind = 'bearer' } = way
  const challenge = await issueTicket(ctx, {
    purpose: 'second-factor',
    userId: user.id,
    data: { method, kind },
  })
  // Not thrown: the challenge has to be committed to be answered.
  return new Refusal(identityFaults.secondFactorNeeded({ details: { challenge, methods } }))
}

async function open(ctx: Ctx, user: User, way: Way): Promise<SignedIn> {
  return { user, token: await openSession(ctx, user, way), kind: way.kind ?? 'bearer' }
}

/** Wrong codes that a challenge takes before it is worth nothing. */
const TRIES_MAX = 5

/** The second step of a sign-in: the challenge that the first one was answered with, and a code. */
export async function answerChallenge(
  ctx: Ctx,
  { challenge, code }: { challenge: string; code: string },
): Promise<SignedIn | Refusal> {
  const ticket = await needTicket(ctx, 'second-factor', challenge)
  const user = await ctx.get(users, ticket.userId ?? '')
  if (!user) throw identityFaults.linkInvalid()
  if (await ctx.use(secondFactor).accept(ctx, user, code)) {
    await redeemTicket(ctx, 'second-factor', challenge)
    const { method, kind } = ticket.data as { method: string; kind: 'bearer' | 'cookie' }
    return open(ctx, user, { method: `${method}+code`, kind })
  }
  if (ticket.tries + 1 >= TRIES_MAX) await redeemTicket(ctx, 'second-factor', challenge)
  else ctx.save(tickets, { ...ticket, tries: ticket.tries + 1 })
  return new Refusal(identityFaults.wrongCode())
}
