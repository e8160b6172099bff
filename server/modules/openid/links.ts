import type { Ctx } from '#context'
import { Refusal } from '#http/route.ts'
import { audit } from '#modules/audit/index.ts'
import { self, type User } from '#modules/identity/index.ts'
import { hasOtherWayIn } from '#modules/passkeys/index.ts'
import { remove } from '#store/unit.ts'
import { linkedIdentities } from './collections.ts'
import {
  identityLinked,
  identityUnlinked,
  LINKS_MAX,
  type LinkedIdentity,
  newIdentity,
} from './linked-identity.ts'
import { openidFaults } from './openid-faults.ts'
import { type Proved, prove } from './prove.ts'
import type { Proof } from './sign-in-provider.ts'
import { OPENID } from './ways-in.ts'

export async function findIdentity(
  ctx: Ctx,
  { issuer, subject }: Proof,
): Promise<LinkedIdentity | undefined> {
  const found = await ctx.find(linkedIdentities, 'bySubject', { equals: [issuer, subject], limit: 1 })
  return found.data[0]
}

/** Those of an account, the oldest first. Two who link at once can make it one more than the limit. */
export async function identitiesOf(ctx: Ctx, userId: string): Promise<readonly LinkedIdentity[]> {
  return (await ctx.find(linkedIdentities, 'byUser', { equals: [userId], limit: 2 * LINKS_MAX })).data
}

export const hasLink = async (ctx: Ctx, { id }: User): Promise<boolean> =>
  (await identitiesOf(ctx, id)).length > 0

/** From here on, whom the proof is about opens the account. */
export async function link(
  ctx: Ctx,
  { id: userId }: User,
  { provider, proof }: Pick<Proved, 'provider' | 'proof'>,
): Promise<LinkedIdentity> {
  if ((await identitiesOf(ctx, userId)).length >= LINKS_MAX) throw openidFaults.full()
  const identity = ctx.save(linkedIdentities, newIdentity(proof, { provider, userId, now: ctx.now }))
  audit(ctx, { action: 'openid.linked', subject: userId, details: { provider, identityId: identity.id } })
  return identity
}

/** Finishes what `beginFlow` began for somebody who was signed in, and still is. */
export async function linkSelf(
  ctx: Ctx,
  brought: { code: string; secret: string },
): Promise<LinkedIdentity | Refusal> {
  const user = await self(ctx)
  const proved = await prove(ctx, { ...brought, userId: user.id })
  if (proved instanceof Refusal) return proved
  const known = await findIdentity(ctx, proved.proof)
  if (known?.userId === user.id) return known
  if (known) return new Refusal(openidFaults.linkedElsewhere())
  return linkKnown(proved.ctx, user, proved)
}

/** Links to an account that was there before, whose holder is told by mail. */
export async function linkKnown(
  ctx: Ctx,
  user: User,
  proved: Pick<Proved, 'provider' | 'proof'>,
): Promise<LinkedIdentity> {
  const identity = await link(ctx, user, proved)
  const { id: identityId, provider } = identity
  ctx.stage(identityLinked(user.id, { identityId, provider }))
  return identity
}

export async function unlinkSelf(ctx: Ctx, identityId: string): Promise<void> {
  const user = await self(ctx)
  const identity = await ctx.get(linkedIdentities, identityId)
  if (identity?.userId !== user.id) throw openidFaults.linkMissing({ details: { id: identityId } })
  const others = (await identitiesOf(ctx, user.id)).filter(({ id }) => id !== identityId)
  if (others.length === 0 && !(await hasOtherWayIn(ctx, user, OPENID))) throw openidFaults.lastWayIn()
  unlink(ctx, identity)
}

/** Removes every link of an account. */
export async function forgetIdentities(ctx: Ctx, userId: string): Promise<void> {
  for (const identity of await identitiesOf(ctx, userId)) unlink(ctx, identity)
}

function unlink(ctx: Ctx, identity: LinkedIdentity): void {
  const { id: identityId, userId, provider } = identity
  audit(ctx, { action: 'openid.unlinked', subject: userId, details: { provider, identityId } })
  ctx.stage(remove(linkedIdentities, identity), identityUnlinked(userId, { identityId, provider }))
}
