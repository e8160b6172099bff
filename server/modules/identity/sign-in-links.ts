import { timingSafeEqual } from 'node:crypto'
import type { Ctx } from '#context'
import { DAY_MS } from '#kernel/clock.ts'
import { newSecret, randomText } from '#kernel/id.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { remove } from '#store/unit.ts'
import { addUser } from './accounts.ts'
import { type SignInLink, signInLinks, users } from './collections.ts'
import { sendVerification } from './email-verification.ts'
import { ask } from './mail-tasks.ts'
import { hashPassword, refuseWeak } from './passwords.ts'
import { hashToken, kindOf, openSession } from './sessions.ts'
import type { SignedIn } from './sign-in.ts'
import { identityFaults } from './user.ts'

const FIRST_OWNER = 'link_first-owner'
const LINK_MS = DAY_MS

/** What the first owner may say of themselves at once, so that they can come back by password. */
export interface Claim {
  readonly token: string
  readonly email?: string
  readonly name?: string
  readonly password?: string
  /** The token goes into a browser's cookie. */
  readonly cookie?: boolean
}

/**
 * A fresh way in for the first owner: valid for a day, once, and the only one. Undefined once the shop has an
 * owner. The caller shows it to whoever runs the shop, and to nobody else.
 */
export async function createSignInLink(ctx: Ctx): Promise<string | undefined> {
  if (await hasOwner(ctx)) return undefined
  const token = newSecret('mln')
  const old = await ctx.get(signInLinks, FIRST_OWNER)
  ctx.save(signInLinks, {
    id: FIRST_OWNER,
    revision: old?.revision ?? 0,
    tokenHash: hashToken(token),
    expiresAt: ctx.now + LINK_MS,
  })
  return `${ctx.use(publicUrl)}/admin/sign-in?token=${token}`
}

/** Makes the first owner's account and signs it in. */
export async function claimShop(ctx: Ctx, claim: Claim): Promise<SignedIn> {
  const { token, email, name, password } = claim
  const link = await ctx.get(signInLinks, FIRST_OWNER)
  if (!link || !opens(link, token, ctx.now) || (await hasOwner(ctx))) {
    throw identityFaults.linkInvalid({
      message:
        'This sign-in link was used, has expired or was replaced. Restart the shop to be given a fresh one.',
    })
  }
  ctx.stage(remove(signInLinks, link))
  if (password !== undefined) await refuseWeak(password, email ?? null)
  const user = await addUser(ctx, {
    // `.invalid` is nobody's address (RFC 2606); the random part keeps others from taking it beforehand.
    email: email ?? `owner-${randomText(8)}@shop.invalid`,
    name: name ?? 'Owner',
    role: 'owner',
    passwordHash: password === undefined ? null : await hashPassword(password),
  })
  if (email !== undefined) ask(ctx, sendVerification, { userId: user.id })
  const kind = kindOf(claim.cookie)
  return { user, token: await openSession(ctx, user, { method: 'first-owner-link', kind }), kind }
}

const opens = (link: SignInLink, token: string, now: number): boolean =>
  link.expiresAt > now && timingSafeEqual(Buffer.from(link.tokenHash), Buffer.from(hashToken(token)))

async function hasOwner(ctx: Ctx): Promise<boolean> {
  return (await ctx.find(users, 'byRole', { equals: ['owner'], limit: 1 })).data.length > 0
}
