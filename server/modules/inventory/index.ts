import type { Module } from '#module'
import { stock, stockMovements } from './collections.ts'
import { routes } from './routes.ts'
import { lowStockSettings } from './stock-settings.ts'

export const inventory: Module = {
  name: 'inventory',
  collections: [stock, stockMovements],
  routes,
  settings: lowStockSettings,
  permissions: {
    'inventory:read': 'See how much of each variant is in stock, and what moved it.',
    'inventory:write': 'Set how much of each variant is in stock.',
  },
}

export { type MovementReason, type StockMovement, stock, stockMovements } from './collections.ts'
export * from './move-stock.ts'
export type { StockInit, StockItem } from './stock-item.ts'
export {
  availableOf,
  inventoryFaults,
  isLimited,
  NewStock,
  newStock,
  ON_HAND_MAX,
  QUANTITY_MAX,
} from './stock-item.ts'
export { lowStockSettings } from './stock-settings.ts'
