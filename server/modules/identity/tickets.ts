import type { Ctx } from '#context'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock.ts'
import { newSecret } from '#kernel/id.ts'
import { remove } from '#store/unit.ts'
import type { Schedule } from '#work/handlers.ts'
import { type Ticket, type TicketPurpose, tickets } from './collections.ts'
import { hashToken } from './sessions.ts'
import { identityFaults } from './user.ts'

/** For how long each kind is good, in milliseconds. */
export const TICKET_MS: Readonly<Record<TicketPurpose, number>> = {
  'verify-email': DAY_MS,
  'change-email': HOUR_MS,
  'reset-password': HOUR_MS,
  'magic-link': 15 * MINUTE_MS,
  invitation: 7 * DAY_MS,
  'second-factor': 10 * MINUTE_MS,
}

const TOKEN_PREFIX = 'mtk'
const TOKEN = /^mtk_[0-9A-Z]{32}$/

/** More of one kind for one account make the oldest worthless. */
const TICKETS_MAX = 5

/**
 * Stages a ticket and answers its token, which is stored only hashed. A token that goes out by mail is issued
 * by the job that sends the mail, so that it lies neither in an event nor in a task.
 */
export async function issueTicket(
  ctx: Ctx,
  init: Pick<Ticket, 'purpose' | 'userId'> & Partial<Pick<Ticket, 'email' | 'data'>>,
): Promise<string> {
  const { purpose, userId, email = null, data = {} } = init
  if (userId !== null) await makeRoom(ctx, userId, purpose)
  const token = newSecret(TOKEN_PREFIX)
  const expiresAt = ctx.now + TICKET_MS[purpose]
  ctx.save(tickets, { id: idOf(token), revision: 0, purpose, userId, email, data, tries: 0, expiresAt })
  return token
}

/**
 * Whether one more may be mailed. Who asks again and again, for themselves or for somebody else, fills a
 * mailbox with no more links than these, each of which still works.
 */
export async function mayMail(ctx: Ctx, userId: string, purpose: TicketPurpose): Promise<boolean> {
  const found = await ctx.find(tickets, 'byUser', { equals: [userId, purpose], limit: TICKETS_MAX })
  return found.data.filter((ticket) => ticket.expiresAt > ctx.now).length < TICKETS_MAX
}

async function makeRoom(ctx: Ctx, userId: string, purpose: TicketPurpose): Promise<void> {
  const found = await ctx.find(tickets, 'byUser', { equals: [userId, purpose], limit: TICKETS_MAX })
  const oldest = found.data.toSorted((a, b) => a.expiresAt - b.expiresAt)[0]
  if (oldest && found.data.length >= TICKETS_MAX) ctx.stage(remove(tickets, oldest))
}

/** The ticket of a token, if it is good for this. Raises `linkInvalid`, whatever is wrong with it. */
export async function needTicket(ctx: Ctx, purpose: TicketPurpose, token: string): Promise<Ticket> {
  const ticket = TOKEN.test(token) ? await ctx.get(tickets, idOf(token)) : undefined
  if (ticket?.purpose !== purpose || ticket.expiresAt <= ctx.now) throw identityFaults.linkInvalid()
  return ticket
}

/** The ticket of a token, which is used up by this: two who bring it at once conflict in the commit. */
export async function redeemTicket(ctx: Ctx, purpose: TicketPurpose, token: string): Promise<Ticket> {
  const ticket = await needTicket(ctx, purpose, token)
  ctx.stage(remove(tickets, ticket))
  return ticket
}

/**
 * Makes every ticket of these kinds worthless: a password that was reset needs no second link. `used` is the
 * one that was brought. It is removed as it was read, for another who brings it may have made it worthless
 * since, and then there is nothing left to find: two who bring it at once conflict in the commit.
 */
export async function voidTickets(
  ctx: Ctx,
  userId: string,
  purposes: readonly TicketPurpose[],
  used?: Ticket,
): Promise<void> {
  if (used) ctx.stage(remove(tickets, used))
  for (const purpose of purposes) {
    const found = await ctx.find(tickets, 'byUser', { equals: [userId, purpose], limit: 2 * TICKETS_MAX })
    const others = found.data.filter(({ id }) => id !== used?.id)
    ctx.stage(...others.map((ticket) => remove(tickets, ticket)))
  }
}

const idOf = (token: string): string => `tick_${hashToken(token)}`

const PURGED_MAX = 500

/** What has expired is worth nothing already; this only makes room. */
export const purgeTickets: Schedule = {
  name: 'identity.purge-tickets',
  everyMs: HOUR_MS,
  async handle(ctx) {
    const expired = await ctx.find(tickets, 'byExpiry', { range: { lte: ctx.now }, limit: PURGED_MAX })
    ctx.stage(...expired.data.map((ticket) => remove(tickets, ticket)))
  },
}
