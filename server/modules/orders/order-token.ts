import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { orderKeys } from './collections.ts'
import type { Order } from './order.ts'

/** What lets a guest see their order: made from the order's id and a key that never leaves the store. */
export interface OrderTokens {
  tokenOf(orderId: string): string
  isTokenOf(orderId: string, token: string): boolean
}

export const orderTokens = port<OrderTokens>('orders.tokens')

/** The order's page in the shop; a guest's comes with the token that opens it. */
export function orderUrl(ctx: Ctx, { id, customerId }: Order): string {
  const query = customerId === null ? `?token=${ctx.use(orderTokens).tokenOf(id)}` : ''
  return `${ctx.use(publicUrl)}/orders/${id}${query}`
}

const KEY_ID = 'orderkey_1'

export async function openOrderTokens(ctx: Ctx): Promise<OrderTokens> {
  const known = await ctx.get(orderKeys, KEY_ID)
  const fresh = () =>
    ctx.save(orderKeys, { id: KEY_ID, revision: 0, key: randomBytes(32).toString('base64url') })
  return createOrderTokens((known ?? fresh()).key)
}

export function createOrderTokens(text: string): OrderTokens {
  const key = createSecretKey(text, 'utf8')
  const tokenOf = (orderId: string) => `ord_${createHmac('sha256', key).update(orderId).digest('base64url')}`
  return {
    tokenOf,
    isTokenOf(orderId, token) {
      const [right, given] = [Buffer.from(tokenOf(orderId)), Buffer.from(token)]
      return right.length === given.length && timingSafeEqual(right, given)
    },
  }
}
