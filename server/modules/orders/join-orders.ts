import type { Ctx } from '#context'
import { emailVerified, self, userOf } from '#modules/identity/index.ts'
import { enqueue, type Job, job, subscriber } from '#work/handlers.ts'
import { orders } from './collections.ts'
import { orderFaults } from './faults.ts'
import { type Order, toInbox } from './order.ts'

interface Join {
  readonly userId: string
  readonly email: string
  readonly after?: string
}

const BATCH = 100

/** What somebody bought as a guest is theirs to see once the address is proved to be theirs. */
export const joinWhenVerified = subscriber(
  'orders.join-guest-orders',
  emailVerified,
  (ctx, { subject, data }) => join(ctx, { userId: subject, email: data.email }),
)

/** Goes on where the batch before ended. */
export const joinOrders: Job<Join> = job<Join>('orders.join-guest-orders', join)

/** For what was bought as a guest since then. */
export async function claimOrders(ctx: Ctx): Promise<undefined> {
  const { id: userId, email, emailVerifiedAt } = await self(ctx)
  if (email === null || !emailVerifiedAt) throw orderFaults.unproven()
  enqueue(ctx, joinOrders, { userId, email })
}

async function join(ctx: Ctx, { userId, email, after }: Join): Promise<void> {
  const user = await userOf(ctx, userId)
  // The address may have moved on since.
  if (user?.email !== email || !user.emailVerifiedAt) return
  const page = await ctx.find(orders, 'byEmail', { equals: [toInbox(email)], limit: BATCH, after })
  for (const order of page.data) {
    if (order.customerId === null) ctx.save(orders, joined(order, userId, ctx.now))
  }
  if (page.next !== null) enqueue(ctx, joinOrders, { userId, email, after: page.next })
}

export const joined = (order: Order, customerId: string, now: number): Order => ({
  ...order,
  customerId,
  updatedAt: now,
  history: [...order.history, { at: now, by: 'system', what: "joined its customer's account" }],
})
