import type { Module } from '#module'
import { salesBooks, salesDays, stockReports } from './collections.ts'
import { countOldOrders } from './count-old-orders.ts'
import { countSales, openBook } from './count-sales.ts'
import { lookThroughStock, lookThroughStockRegularly } from './low-stock.ts'
import { routes } from './routes.ts'

/**
 * What those who run the shop look at: what was sold, and what is running out, which needs stock and titles,
 * so that it is told here and not by an earlier module.
 */
export const analytics: Module = {
  name: 'analytics',
  collections: [salesDays, salesBooks, stockReports],
  routes,
  permissions: { 'analytics:read': 'See what was sold on each day.' },
  jobs: [countOldOrders, lookThroughStock],
  schedules: [countSales, lookThroughStockRegularly],
  async setUp({ run }) {
    await run(openBook)
  },
}
