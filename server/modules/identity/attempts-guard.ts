import type { Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { SECOND_MS } from '#kernel/clock.ts'
import { type Fault, faults } from '#kernel/fault.ts'
import { networkOf } from '#kernel/network.ts'
import { port } from '#kernel/port.ts'
import { audit } from '#modules/audit/index.ts'
import type { Attempts } from './attempts.ts'
import { sessions } from './collections.ts'
import { SESSIONS_MAX } from './sessions.ts'
import { normaliseEmail } from './user.ts'

const attemptFaults = faults('identity', {
  tooManyAttempts: [429, 'Too many wrong tries to sign in. Wait as long as Retry-After says.'],
})

export const { tooManyAttempts } = attemptFaults

export const signInAttempts = port<Attempts>('identity.sign-in-attempts')

export interface Guarded<R> {
  readonly result: R
  /** What the failure is answered with: told to the log of acts where it makes the next one slow. */
  refuse(fault: Fault): Refusal
}

/**
 * Lets a password be tried, unless too many were tried in vain: then it says when to come back, before
 * anything is hashed. Whether there is an account with the address makes no difference, neither in what is
 * counted nor in what is looked up.
 */
export async function guardAttempt<R>(
  ctx: Ctx,
  who: { readonly email: string; readonly userIds: readonly string[] },
  attempt: { try: () => Promise<R>; isRight: (result: R) => boolean },
): Promise<Guarded<R>> {
  const attempts = ctx.use(signInAttempts)
  const { address } = ctx.caller
  const counted = { email: normaliseEmail(who.email), address }
  const { here, anywhere } = attempts.waitMs(counted, ctx.now)
  const waitMs = here > 0 || anywhere === 0 ? here : await waitUnlessKnown(ctx, who.userIds, anywhere)
  if (waitMs > 0) throw toFault(waitMs)
  const begun = attempts.begin(counted, ctx.now)
  let result: R
  try {
    result = await attempt.try()
  } catch (error) {
    begun.takeBack()
    throw error
  }
  if (attempt.isRight(result)) begun.takeBack()
  return {
    result,
    refuse(fault) {
      const [subject = 'unknown'] = who.userIds
      // Not each of them: whoever guesses would have the shop write as fast as they can ask.
      if (begun.isFirstSlow) audit(ctx, { action: 'identity.sign-ins-slowed', subject })
      return new Refusal(fault)
    },
  }
}

/** Of those that one address may mean. */
const ACCOUNTS_MAX = 5

/** From where the owner signed in before, strangers elsewhere do not hold them up. */
async function waitUnlessKnown(ctx: Ctx, userIds: readonly string[], waitMs: number): Promise<number> {
  const place = networkOf(ctx.caller.address)
  for (const userId of userIds.length > 0 ? userIds.slice(0, ACCOUNTS_MAX) : ['user_none']) {
    const open = await ctx.find(sessions, 'byUser', { equals: [userId], limit: SESSIONS_MAX })
    const isKnown = open.data.some(({ openedFrom }) => openedFrom && networkOf(openedFrom.address) === place)
    if (isKnown) return 0
  }
  return waitMs
}

function toFault(waitMs: number): Fault {
  const retryAfterSeconds = Math.ceil(waitMs / SECOND_MS)
  return tooManyAttempts({
    message: `Too many wrong tries to sign in. Try again in ${retryAfterSeconds} s.`,
    details: { retryAfterSeconds },
  })
}
