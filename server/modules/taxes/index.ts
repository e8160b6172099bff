import type { Module } from '#module'
import { adminRoutes } from './admin-routes.ts'
import { taxRates } from './tax-rates.ts'

export type { TaxExplanation, TaxedLine, TaxInput, TaxResult } from './compute.ts'
export { computeTaxes, taxRateFor } from './compute.ts'
export { taxFaults } from './faults.ts'
export type { TaxRate } from './tax-rate.ts'
export { taxRateChanged } from './tax-rate.ts'
export { createTaxRate, loadTaxRates } from './tax-rates.ts'

/** Which tax is due where and on what, added to prices or contained in them. */
export const taxes: Module = {
  name: 'taxes',
  collections: [taxRates],
  routes: adminRoutes,
  permissions: {
    'taxes:read': 'See tax rates.',
    'taxes:write': 'Create, change and delete tax rates.',
  },
}
