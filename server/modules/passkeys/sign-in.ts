import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { audit } from '#modules/audit/index.ts'
import { completeSignIn, refreshProof, type SignedIn, type User, userOf } from '#modules/identity/index.ts'
import { takeChallenge } from './challenges.ts'
import { ringWith } from './keep-passkeys.ts'
import { userHandleOf } from './options.ts'
import {
  hasGoneBack,
  type Passkey,
  type PasskeyRing,
  passkeyCopied,
  passkeyFaults,
  passkeyIdOf,
  passkeyRings,
  use,
} from './passkey-ring.ts'
import { relyingParty } from './relying-party.ts'
import { verifyAssertion } from './webauthn.ts'

/**
 * Signs in by a passkey. One whose authenticator checked its holder is two factors by itself; one that was
 * only touched is one, and an account with a second factor is asked for that.
 */
export async function signInByPasskey(
  ctx: Ctx,
  { response, cookie }: { response: AuthenticationResponseJSON; cookie?: boolean },
): Promise<SignedIn | Refusal> {
  const holder = await holderOf(ctx, response)
  if (!holder) return new Refusal(passkeyFaults.refused())
  const { user, isStrong } = holder
  return completeSignIn(ctx, user, { method: 'passkey', kind: cookie ? 'cookie' : 'bearer', isStrong })
}

/** Proves once more who holds the session, by a passkey of the same account. */
export async function proveByPasskey(
  ctx: Ctx,
  response: AuthenticationResponseJSON,
): Promise<{ authenticatedAt: number; until: number } | Refusal> {
  const holder = await holderOf(ctx, response)
  if (holder?.user.id === ctx.caller.id) return refreshProof(ctx)
  audit(ctx, { action: 'identity.proof-refused', subject: ctx.caller.id ?? '' })
  return new Refusal(passkeyFaults.wrongProof())
}

/**
 * Whom a response was made by just now; stages that it is used up. Why it proves nothing is for the log
 * alone. The challenge is used up all the same, so a refusal must not be thrown.
 */
async function holderOf(
  ctx: Ctx,
  response: AuthenticationResponseJSON,
): Promise<{ user: User; isStrong: boolean } | undefined> {
  const party = relyingParty(ctx)
  const challenge = await takeChallenge(ctx, response.response, null)
  if (challenge === undefined) return refuse(ctx, 'It answers no challenge of ours.')
  const known = await findPasskey(ctx, response)
  if (!known) return refuse(ctx, 'Nobody has this passkey.')
  const { ring, passkey, user } = known
  const verdict = await verifyAssertion(response, { challenge, party, passkey })
  if ('refused' in verdict) return refuse(ctx, verdict.refused)
  const { counter, backedUp, userVerified: isStrong } = verdict.proved
  if (hasGoneBack(passkey, counter)) return refuseCopy(ctx, { user, passkey, counter })
  ctx.save(passkeyRings, use(ring, passkey, { counter, backedUp, now: ctx.now }))
  return { user, isStrong }
}

async function findPasskey(
  ctx: Ctx,
  { id: credentialId, response }: AuthenticationResponseJSON,
): Promise<{ ring: PasskeyRing; passkey: Passkey; user: User } | undefined> {
  const id = passkeyIdOf(credentialId)
  const ring = await ringWith(ctx, id)
  const passkey = ring?.passkeys.find((each) => each.id === id)
  const user = ring && (await userOf(ctx, ring.id))
  if (!passkey || !user) return undefined
  // The account that the authenticator made it for: a passkey opens no other.
  const { userHandle } = response
  return userHandle === undefined || userHandle === userHandleOf(user.id)
    ? { ring, passkey, user }
    : undefined
}

function refuse(ctx: Ctx, reason: string): undefined {
  ctx.log.info({ reason }, 'A passkey was not accepted.')
}

function refuseCopy(
  ctx: Ctx,
  { user, passkey, counter }: { user: User; passkey: Passkey; counter: number },
): undefined {
  const details = { passkeyId: passkey.id, known: passkey.counter, brought: counter }
  audit(ctx, { action: 'passkeys.counter-went-back', subject: user.id, details })
  ctx.stage(passkeyCopied(user.id, { passkeyId: passkey.id }))
  return refuse(ctx, 'Its counter went back.')
}
