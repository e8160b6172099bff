import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { audit } from '#modules/audit/index.ts'
import { self } from '#modules/identity/index.ts'
import { remove } from '#store/unit.ts'
import { takeChallenge } from './challenges.ts'
import {
  add,
  needPasskey,
  noPasskeys,
  type Passkey,
  type PasskeyRing,
  passkeyFaults,
  passkeyIdOf,
  passkeyRings,
  rename,
  take,
} from './passkey-ring.ts'
import { relyingParty } from './relying-party.ts'
import { hasOtherWayIn } from './ways-in.ts'
import { verifyCreation } from './webauthn.ts'

export async function ringOfSelf(ctx: Ctx): Promise<PasskeyRing> {
  const { id } = await self(ctx)
  return (await ctx.get(passkeyRings, id)) ?? noPasskeys(id)
}

/** How passkeys are named among the ways in. */
export const PASSKEY = 'passkey'

const TRANSPORTS_MAX = 8

/** Adds the passkey that a browser made for the caller. */
export async function addPasskey(
  ctx: Ctx,
  { response, name = 'Passkey' }: { response: RegistrationResponseJSON; name?: string },
): Promise<Passkey | Refusal> {
  const party = relyingParty(ctx)
  const ring = await ringOfSelf(ctx)
  const challenge = await takeChallenge(ctx, response.response, ring.id)
  if (challenge === undefined) return new Refusal(passkeyFaults.invalid())
  const verdict = await verifyCreation(response, { challenge, party })
  if ('refused' in verdict) {
    ctx.log.info({ userId: ring.id, reason: verdict.refused }, 'A new passkey was not accepted.')
    return new Refusal(passkeyFaults.invalid())
  }
  const id = passkeyIdOf(verdict.proved.credentialId)
  // The index decides where two accounts bring it at once.
  if (await ringWith(ctx, id)) throw passkeyFaults.taken()
  const transports = (response.response.transports ?? []).slice(0, TRANSPORTS_MAX)
  const passkey: Passkey = {
    ...verdict.proved,
    id,
    transports,
    name: name.trim(),
    createdAt: ctx.now,
    lastUsedAt: null,
  }
  ctx.save(passkeyRings, add(ring, passkey))
  audit(ctx, { action: 'passkeys.added', subject: ring.id, details: { passkeyId: id } })
  return passkey
}

/** The ring that a passkey is on, whoever's it is. */
export async function ringWith(ctx: Ctx, passkeyId: string): Promise<PasskeyRing | undefined> {
  const found = await ctx.find(passkeyRings, 'byPasskey', { equals: [passkeyId], limit: 1 })
  return found.data[0]
}

export async function renamePasskey(ctx: Ctx, id: string, name: string): Promise<Passkey> {
  return needPasskey(ctx.save(passkeyRings, rename(await ringOfSelf(ctx), id, name)), id)
}

/** Raises `lastWayIn` rather than lock the caller out. */
export async function removePasskey(ctx: Ctx, id: string): Promise<undefined> {
  const ring = await ringOfSelf(ctx)
  needPasskey(ring, id)
  if (ring.passkeys.length === 1 && !(await hasOtherWayIn(ctx, await self(ctx), PASSKEY))) {
    throw passkeyFaults.lastWayIn()
  }
  ctx.save(passkeyRings, take(ring, id))
  audit(ctx, { action: 'passkeys.removed', subject: ring.id, details: { passkeyId: id } })
}

/** Whether an account can be entered by a passkey. */
export const hasPasskey = async (ctx: Ctx, userId: string): Promise<boolean> =>
  Boolean((await ctx.get(passkeyRings, userId))?.passkeys.length)

/** Takes an account's passkeys away with the account. */
export async function forgetPasskeys(ctx: Ctx, userId: string): Promise<void> {
  const ring = await ctx.get(passkeyRings, userId)
  if (ring) ctx.stage(remove(passkeyRings, ring))
}
