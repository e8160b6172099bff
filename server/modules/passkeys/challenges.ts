import { randomBytes } from 'node:crypto'
import type { Ctx } from '#context'
import { MINUTE_MS } from '#kernel/clock.ts'
import { collection, type Document } from '#store/collection.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'

/** A random text that an authenticator has to sign, so that no signature is good twice. Its id holds it. */
export interface Challenge extends Document {
  /** Who adds a passkey; null for somebody who signs in. */
  readonly userId: string | null
  readonly expiresAt: number
}

export const CHALLENGE_MS = 5 * MINUTE_MS
const CHALLENGE_BYTES = 32
const CHALLENGE = /^[\w-]{43}$/

export const passkeyChallenges = collection<Challenge, 'byExpiry'>({
  name: 'passkey-challenges',
  indexes: { byExpiry: { fields: ['expiresAt'] } },
})

export function issueChallenge(ctx: Ctx, userId: string | null): string {
  const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url')
  const expiresAt = ctx.now + CHALLENGE_MS
  ctx.save(passkeyChallenges, { id: `pkch_${challenge}`, revision: 0, userId, expiresAt })
  return challenge
}

/**
 * The challenge that a response says it answers, which is used up by this whether or not the response turns
 * out to be good; undefined where it was not given out to this account for this.
 */
export async function takeChallenge(
  ctx: Ctx,
  { clientDataJSON }: { clientDataJSON: string },
  userId: string | null,
): Promise<string | undefined> {
  const challenge = challengeIn(clientDataJSON)
  const found = challenge && (await ctx.get(passkeyChallenges, `pkch_${challenge}`))
  if (!found || found.userId !== userId) return undefined
  ctx.stage(remove(passkeyChallenges, found))
  return found.expiresAt > ctx.now ? challenge : undefined
}

function challengeIn(clientDataJSON: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    return typeof challenge === 'string' && CHALLENGE.test(challenge) ? challenge : undefined
  } catch {
    return undefined
  }
}

const PURGED_MAX = 1_000

/** What has expired is worth nothing already; this only makes room. Anyone can ask for challenges. */
export const purgeChallenges: Schedule = {
  name: 'passkeys.purge-challenges',
  everyMs: MINUTE_MS,
  async handle(ctx) {
    const range = { lte: ctx.now }
    const expired = await ctx.find(passkeyChallenges, 'byExpiry', { range, limit: PURGED_MAX })
    ctx.stage(...expired.data.map((challenge) => remove(passkeyChallenges, challenge)))
  },
}
