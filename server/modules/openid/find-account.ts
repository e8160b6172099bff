import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { Email } from '#kernel/schema.ts'
import { audit } from '#modules/audit/index.ts'
import {
  CUSTOMER,
  emailVerified,
  findUserByEmail,
  isStaff,
  newUser,
  type User,
  userOf,
  userRegistered,
  users,
} from '#modules/identity/index.ts'
import { linkedIdentities } from './collections.ts'
import { findIdentity, link, linkKnown } from './links.ts'
import { openidFaults } from './openid-faults.ts'
import type { Proved } from './prove.ts'
import { reclaim } from './reclaim.ts'
import type { Proof } from './sign-in-provider.ts'

const { pattern, maxLength } = Email as unknown as { readonly pattern: string; readonly maxLength: number }
const ADDRESS = new RegExp(pattern)
const NAME_CHARS_MAX = 200

/** Whose account somebody opens whom a provider vouches for. Makes one where there is none. */
export async function accountOf(ctx: Ctx, proved: Pick<Proved, 'provider' | 'proof'>): Promise<Account> {
  const { provider, proof } = proved
  const known = await findIdentity(ctx, proof)
  const owner = known && (await userOf(ctx, known.userId))
  if (owner) return { user: owner, is: 'kept' }
  // The account is gone, and its link is not: the same person begins anew.
  const account = await accountFor(ctx, proved)
  const { user } = account
  if (known) ctx.save(linkedIdentities, { ...known, userId: user.id, provider, linkedAt: ctx.now })
  else await (account.is === 'new' ? link : linkKnown)(ctx, user, proved)
  return account
}

export interface Account {
  readonly user: User
  /**
   * `kept`: it was there before, and is as it was. `reclaimed`: it was there before, and every way in but
   * this one is taken off it, the second factor too.
   */
  readonly is: 'new' | 'kept' | 'reclaimed'
}

/**
 * By its address, but only where both sides have proved to own it. What one of them merely typed opens
 * nothing: neither a provider's unverified address an account, nor an account that somebody registered in
 * another's name its owner's future.
 */
async function accountFor(
  ctx: Ctx,
  { proof, provider }: Pick<Proved, 'provider' | 'proof'>,
): Promise<Account> {
  const email = addressIn(proof)
  if (email === null || !proof.emailVerified) return addAccount(ctx, proof, { email, isProven: false })
  const holder = await findUserByEmail(ctx, email)
  if (!holder) return addAccount(ctx, proof, { email, isProven: true })
  if (holder.emailVerifiedAt) return { user: holder, is: 'kept' }
  // The first owner of a shop may have typed any address. Nobody becomes staff by owning it.
  if (isStaff(holder)) throw openidFaults.linkNeeded()
  const name = nameIn(proof) ?? holder.name
  return { user: await reclaim(ctx, holder, { name, provider }), is: 'reclaimed' }
}

function addAccount(ctx: Ctx, proof: Proof, at: { email: string | null; isProven: boolean }): Account {
  const email = at.email ?? ''
  const name = nameIn(proof) || email.split('@')[0] || 'Customer'
  const { unclaimedEmail, ...made } = newUser(
    {
      ...{ email, name, role: CUSTOMER, passwordHash: null },
      isTaken: !at.isProven,
      emailVerifiedAt: at.isProven ? ctx.now : null,
    },
    ctx.now,
  )
  const user: User = unclaimedEmail ? { ...made, unclaimedEmail } : made
  const registered = userRegistered(user.id, { email, name: user.name, role: user.role })
  const events = at.isProven
    ? [registered, emailVerified(user.id, { email: user.email ?? email })]
    : [registered]
  audit(ctx, { action: 'openid.registered', subject: user.id })
  return { user: ctx.save(users, change(user, ...events)), is: 'new' }
}

/** A provider may call anything an address. */
function addressIn({ email }: Proof): string | null {
  const isOne = email !== null && email.length <= maxLength && ADDRESS.test(email)
  return isOne ? email : null
}

/** On one line, as names are everywhere here. */
function nameIn({ name }: Proof): string | undefined {
  const line = name?.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  return line?.slice(0, NAME_CHARS_MAX).trim() || undefined
}
