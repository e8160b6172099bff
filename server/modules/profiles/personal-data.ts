import type { Ctx } from '#context'
import { toTimestamp } from '#kernel/clock.ts'
import type { Page } from '#kernel/page.ts'
import { port } from '#kernel/port.ts'
import { auditLog } from '#modules/audit/index.ts'
import { emailOf, listSessions, secondFactor, type User } from '#modules/identity/index.ts'
import { listMails } from '#modules/notifications/index.ts'
import { identitiesOf } from '#modules/openid/index.ts'
import { passkeyRings } from '#modules/passkeys/index.ts'
import { addressBooks } from './address-book.ts'

/** A list is written out as it is read, so that a long one never lies in memory as a whole. */
export type PersonalData = (ctx: Ctx, user: User) => Promise<object> | AsyncIterable<object>

/**
 * What the shop knows of somebody, by the name that it has in their archive. Modules that keep something of
 * people add theirs at set-up; nothing secret, such as hashes.
 *
 * @example
 * ports.use(personalData).set('orders', (ctx, user) => pagesOf((after) => findOrders(ctx, user, after)))
 */
export const personalData = port<Map<string, PersonalData>>('profiles.personal-data')

/** The items of a list, a page at a time. */
export async function* pagesOf<T>(
  read: (after: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void> {
  let after: string | undefined
  do {
    const { data, next } = await read(after)
    yield* data
    after = next ?? undefined
  } while (after !== undefined)
}

const PAGE = 100

/** What is known here and in the modules before this one. */
export const ownData: ReadonlyMap<string, PersonalData> = new Map<string, PersonalData>([
  ['account', async (_ctx, user) => accountOf(user)],
  ['sessions', async (ctx) => (await listSessions(ctx)).data],
  ['addresses', addressesOf],
  ['secondFactors', (ctx, user) => ctx.use(secondFactor).methodsOf(ctx, user)],
  ['passkeys', passkeysOf],
  ['linkedIdentities', linksOf],
  ['mails', mailsOf],
  ['activity', (ctx, user) => entriesOf(ctx, 'byActor', user)],
  ['aboutAccount', (ctx, user) => entriesOf(ctx, 'bySubject', user)],
])

const accountOf = (user: User) => ({
  id: user.id,
  email: emailOf(user),
  emailVerifiedAt: user.emailVerifiedAt ? toTimestamp(user.emailVerifiedAt) : null,
  name: user.name,
  role: user.role,
  picture: user.picture ?? null,
  isPublic: user.unlisted === undefined,
  hasPassword: user.passwordHash !== null,
  createdAt: toTimestamp(user.createdAt),
  updatedAt: toTimestamp(user.updatedAt),
})

async function addressesOf(ctx: Ctx, { id }: User): Promise<object> {
  const book = await ctx.get(addressBooks, id)
  return (book?.addresses ?? []).map(({ address, ...rest }) => ({ ...rest, ...address }))
}

async function passkeysOf(ctx: Ctx, { id }: User): Promise<object> {
  const ring = await ctx.get(passkeyRings, id)
  return (ring?.passkeys ?? []).map(({ name, createdAt, lastUsedAt }) => ({
    name,
    createdAt: toTimestamp(createdAt),
    lastUsedAt: lastUsedAt === null ? null : toTimestamp(lastUsedAt),
  }))
}

async function linksOf(ctx: Ctx, { id }: User): Promise<object> {
  const identities = await identitiesOf(ctx, id)
  return identities.map(({ provider, issuer, subject, email, linkedAt }) => ({
    provider,
    issuer,
    subject,
    email,
    linkedAt: toTimestamp(linkedAt),
  }))
}

/** That they were sent; what they said lies in the mailbox of whoever got them, and can open accounts. */
async function* mailsOf(ctx: Ctx, user: User): AsyncGenerator<object, void> {
  const to = user.emailVerifiedAt ? user.email : null
  if (to === null) return
  const mails = pagesOf((after) => listMails(ctx, { to, limit: PAGE, ...(after && { after }) }))
  for await (const { kind, at } of mails) yield { kind, to, at: toTimestamp(at) }
}

async function* entriesOf(
  ctx: Ctx,
  index: 'byActor' | 'bySubject',
  { id }: User,
): AsyncGenerator<object, void> {
  const entries = pagesOf((after) => ctx.find(auditLog, index, { equals: [id], limit: PAGE, after }))
  for await (const { at, action, subject, details, address, userAgent, actor } of entries) {
    // Where somebody else did it from is their business.
    const isOwn = actor.id === id
    const from = isOwn ? { address, userAgent } : {}
    yield { at: toTimestamp(at), action, subject, details, by: isOwn ? 'you' : actor.kind, ...from }
  }
}
