import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { MINUTE_MS } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import { port } from '#kernel/port.ts'
import { audit } from '#modules/audit/index.ts'
import {
  CUSTOMER,
  type Erasure,
  endSessions,
  forgetWaysIn,
  needOtherOwner,
  self,
  type User,
  users,
  voidTickets,
} from '#modules/identity/index.ts'
import { forgetMails } from '#modules/notifications/index.ts'
import { remove } from '#store/unit.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { addressBooks } from './address-book.ts'
import { forgetFile } from './change-picture.ts'

/** Nobody can sign in to it any more. What goes with it is erased from here on. */
export const userClosed = eventType<Record<string, never>>('user.closed')
/** Nothing is left of the account but what the law has the shop keep. */
export const userErased = eventType<Record<string, never>>('user.erased')

/** Whose account is gone. */
export interface Leaver {
  readonly userId: string
  /** Set where the address was proved to be theirs: what goes by it alone is then theirs, too. */
  readonly email: string | null
  /** What goes by the address and came later is somebody's who has it now. */
  readonly closedAt: number
}

/**
 * Erases one kind of thing that belongs to a leaver, as much of it as fits one commit, and answers whether
 * there is more. It finds its work by what is still there, so that it can be run again at any time.
 */
export type EraseStep = (ctx: Ctx, leaver: Leaver) => Promise<boolean>

/** By name. Modules that keep something of people add theirs at set-up. */
export const eraseSteps = port<Map<string, EraseStep>>('profiles.erase-steps')

export const ownSteps: ReadonlyMap<string, EraseStep> = new Map<string, EraseStep>([
  ['addresses', forgetAddresses],
  ['mails', async (ctx, { email, closedAt }) => email !== null && forgetMails(ctx, email, closedAt)],
  ['sessions', async (ctx, { userId }) => (await endSessions(ctx, userId)) > 0],
])

/** A second round, once every request that still saw the account open is long over. */
const SECOND_ROUND_MS = 5 * MINUTE_MS

/**
 * Closes the caller's account at once: no way in is left, its name and picture are gone, its address is free
 * for another account. What goes with it follows in the background.
 */
export async function closeAccount(ctx: Ctx): Promise<undefined> {
  const user = await self(ctx)
  await needOtherOwner(ctx, user)
  audit(ctx, { action: 'profiles.account-deleted', subject: user.id })
  await endSessions(ctx, user.id)
  await voidTickets(ctx, user.id, TICKETS)
  await forgetWaysIn(ctx, user.id)
  forgetFile(ctx, user)
  ctx.save(users, change(closed(user, ctx.now), userClosed(user.id, {})))
  enqueue(ctx, eraseUser, { userId: user.id, done: [] })
}

const TICKETS = ['verify-email', 'change-email', 'reset-password', 'magic-link', 'second-factor'] as const

function closed({ unclaimedEmail: _, ...user }: User, now: number): User {
  const email = user.emailVerifiedAt ? user.email : null
  return {
    ...user,
    email: null,
    emailVerifiedAt: null,
    name: 'Deleted account',
    role: CUSTOMER,
    picture: null,
    passwordHash: null,
    // Of a sign-in that is under way, too.
    sessionsSince: Number.MAX_SAFE_INTEGER,
    unlisted: 'erased',
    erasure: { at: now, email, doneAt: null },
    updatedAt: now,
  }
}

interface Erasing {
  readonly userId: string
  /** The steps that have nothing left to do. */
  readonly done: readonly string[]
}

/** One batch of one step, then whatever is next: a large account is erased in many small commits. */
export const eraseUser: Job<Erasing> = job<Erasing>('profiles.erase-user', eraseSome)

async function eraseSome(ctx: Ctx, { userId, done }: Erasing): Promise<void> {
  const user = await ctx.get(users, userId)
  if (!user?.erasure) return
  const { email, at: closedAt } = user.erasure
  const next = [...ctx.use(eraseSteps)].find(([name]) => !done.includes(name))
  if (!next) return finish(ctx, user, user.erasure)
  const [name, step] = next
  const hasMore = await step(ctx, { userId, email, closedAt })
  enqueue(ctx, eraseUser, { userId, done: hasMore ? done : [...done, name] })
}

function finish(ctx: Ctx, user: User, erasure: Erasure): void {
  if (erasure.doneAt === null) {
    const erased = { ...user, erasure: { ...erasure, doneAt: ctx.now } }
    ctx.save(users, change(erased, userErased(user.id, {})))
    enqueue(ctx, eraseUser, { userId: user.id, done: [] }, { dueAt: ctx.now + SECOND_ROUND_MS })
  } else if (erasure.email !== null) {
    ctx.save(users, { ...user, erasure: { ...erasure, email: null } })
  }
}

async function forgetAddresses(ctx: Ctx, { userId }: Leaver): Promise<boolean> {
  const book = await ctx.get(addressBooks, userId)
  if (book) ctx.stage(remove(addressBooks, book))
  return false
}
