import type { Ctx } from '#context'
import type { Static } from '#kernel/schema.ts'
import { emailOf, self } from '#modules/identity/index.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { CHALLENGE_MS, issueChallenge } from './challenges.ts'
import { needRoom, noPasskeys, passkeyRings } from './passkey-ring.ts'
import { relyingParty } from './relying-party.ts'
import type { CreationOptions, RequestOptions } from './schemas.ts'
import { ALGORITHMS } from './webauthn.ts'

/** What a browser needs to make a passkey for the caller. Raises `full` and `noDomain`. */
export async function creationOptions(ctx: Ctx): Promise<Static<typeof CreationOptions>> {
  const party = relyingParty(ctx)
  const user = await self(ctx)
  const ring = (await ctx.get(passkeyRings, user.id)) ?? noPasskeys(user.id)
  needRoom(ring)
  const { name } = await shopSettings(ctx)
  return {
    challenge: issueChallenge(ctx, user.id),
    rp: { id: party.id, name },
    user: { id: userHandleOf(user.id), name: emailOf(user), displayName: user.name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_MS,
    attestation: 'none',
    excludeCredentials: ring.passkeys.map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId,
      transports: [...transports],
    })),
    // Discoverable, so that signing in takes no e-mail address.
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'preferred',
    },
  }
}

/** What a browser needs to sign in by whichever passkey its user picks: the same for everyone. */
export function requestOptions(ctx: Ctx): Static<typeof RequestOptions> {
  const { id: rpId } = relyingParty(ctx)
  return {
    challenge: issueChallenge(ctx, null),
    rpId,
    timeout: CHALLENGE_MS,
    userVerification: 'preferred',
  }
}

/** By what an authenticator knows the account; a passkey comes back with it. */
export const userHandleOf = (userId: string): string => Buffer.from(userId).toString('base64url')
