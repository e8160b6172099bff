import type { Ctx } from '#context'
import { type PersonalData, pagesOf } from '#modules/profiles/index.ts'
import { orders } from './collections.ts'
import { toInbox } from './order.ts'
import { toOrderView } from './view.ts'

const BATCH = 100

/** All orders of an account, and those that a guest placed under the address that is proved to be theirs. */
export const ordersOf: PersonalData = async function* (ctx: Ctx, { id, email, emailVerifiedAt }) {
  const find = (index: 'byCustomer' | 'byEmail', key: string) =>
    pagesOf((after) => ctx.find(orders, index, { equals: [key], limit: BATCH, after }))
  for await (const order of find('byCustomer', id)) yield toOrderView(order)
  if (email === null || !emailVerifiedAt) return
  for await (const order of find('byEmail', toInbox(email))) {
    if (order.customerId === null) yield toOrderView(order)
  }
}
