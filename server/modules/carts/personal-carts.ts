import type { Ctx } from '#context'
import { toTimestamp } from '#kernel/clock.ts'
import { type EraseStep, type PersonalData, pagesOf } from '#modules/profiles/index.ts'
import { remove } from '#store/unit.ts'
import type { Cart } from './cart.ts'
import { carts } from './collections.ts'
import { currentCarts } from './own-cart.ts'

const BATCH = 100

const findCarts = (ctx: Ctx, userId: string, after?: string) =>
  ctx.find(carts, 'byCustomer', { equals: [userId], limit: BATCH, after })

/** A customer's carts, those that became an order too. */
export const cartsOf: PersonalData = async function* (ctx, { id }) {
  for await (const cart of pagesOf((after) => findCarts(ctx, id, after))) yield toData(cart)
}

const toData = ({ revision: _r, seen: _s, trail: _t, createdAt, updatedAt, ...cart }: Cart) => ({
  ...cart,
  createdAt: toTimestamp(createdAt),
  updatedAt: toTimestamp(updatedAt),
})

/** An order holds all that it needs of its cart. */
export const forgetCarts: EraseStep = async (ctx, { userId }) => {
  const { data, next } = await findCarts(ctx, userId)
  ctx.stage(...data.map((cart) => remove(carts, cart)))
  const current = await ctx.get(currentCarts, userId)
  if (current) ctx.stage(remove(currentCarts, current))
  return next !== null
}
