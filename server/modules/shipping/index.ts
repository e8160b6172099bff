import type { Module } from '#module'
import { currencyUses } from '#modules/settings/index.ts'
import { adminRoutes } from './admin-routes.ts'
import { hasAmounts, zones } from './zones.ts'

export { shippingFaults } from './faults.ts'
export type { ShippingInput, ShippingOffer, ShippingOption } from './options.ts'
export { shippingOptions } from './options.ts'
export type { Destination } from './places.ts'
export { zoneFor } from './places.ts'
export type { Rate, Zone } from './zone.ts'
export { shippingZoneChanged } from './zone.ts'
export { createZone, loadZones } from './zones.ts'

/** Where the shop sends to and for how much: zones of places, each with rates by weight, by price or flat. */
export const shipping: Module = {
  name: 'shipping',
  collections: [zones],
  routes: adminRoutes,
  permissions: {
    'shipping:read': 'See shipping zones and rates, and try which serve an address.',
    'shipping:write': 'Create, change and delete shipping zones and rates.',
  },
  setUp: ({ ports }) => void ports.use(currencyUses).set('shipping rates', hasAmounts),
}
