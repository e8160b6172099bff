import type { Module } from '#module'
import { eraseSteps, personalData } from '#modules/profiles/index.ts'
import { adminRoutes } from './admin-routes.ts'
import { claimRoute } from './claim-route.ts'
import { orders as orderCollection, orderKeys } from './collections.ts'
import { anonymiseOrder, eraseOrders } from './erase-orders.ts'
import { giveMoneyBack } from './give-money-back.ts'
import { healCheckout, healCheckouts } from './heal.ts'
import { joinOrders, joinWhenVerified } from './join-orders.ts'
import { openOrderTokens, orderTokens } from './order-token.ts'
import { ordersOf } from './personal-orders.ts'
import { payRefund } from './refund-order.ts'
import { refundRoutes } from './refund-routes.ts'
import { routes } from './routes.ts'
import { secondStepRoutes } from './second-step.ts'

export { orders as orderCollection } from './collections.ts'
export type { Order } from './order.ts'
export { refundRefused } from './refund-order.ts'
export { orderPaid, paymentDeclined } from './settle.ts'

/** What was bought: from checkout over payment to the parcel. */
export const orders: Module = {
  name: 'orders',
  collections: [orderCollection, orderKeys],
  routes: [...routes, ...secondStepRoutes, claimRoute, ...adminRoutes, ...refundRoutes],
  permissions: {
    'orders:read': 'See all orders.',
    'orders:fulfil': 'Ship orders.',
    'orders:cancel': 'Cancel orders and give the money back.',
    'orders:refund': 'Give money back for an order, all of it or a part.',
  },
  subscribers: [joinWhenVerified],
  jobs: [giveMoneyBack, payRefund, healCheckout, joinOrders, anonymiseOrder],
  schedules: [healCheckouts],
  async setUp({ ports, run }) {
    ports.use(personalData).set('orders', ordersOf)
    ports.use(eraseSteps).set('orders', eraseOrders)
    ports.fill(orderTokens, await run(openOrderTokens))
  },
}
