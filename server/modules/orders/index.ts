import type { Module } from '#module'
import { adminRoutes } from './admin-routes.ts'
import { orders as orderCollection, orderKeys } from './collections.ts'
import { giveMoneyBack } from './give-money-back.ts'
import { healCheckout, healCheckouts } from './heal.ts'
import { openOrderTokens, orderTokens } from './order-token.ts'
import { routes } from './routes.ts'

export { orders as orderCollection } from './collections.ts'
export type { Order } from './order.ts'
export { orderPaid, paymentDeclined } from './settle.ts'

/** What was bought: from checkout over payment to the parcel. */
export const orders: Module = {
  name: 'orders',
  collections: [orderCollection, orderKeys],
  routes: [...routes, ...adminRoutes],
  permissions: {
    'orders:read': 'See all orders.',
    'orders:fulfil': 'Ship orders.',
    'orders:cancel': 'Cancel orders and give the money back.',
  },
  jobs: [giveMoneyBack, healCheckout],
  schedules: [healCheckouts],
  async setUp({ ports, run }) {
    ports.fill(orderTokens, await run(openOrderTokens))
  },
}
