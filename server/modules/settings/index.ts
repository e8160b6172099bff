import type { Module } from '#module'
import { routes } from './routes.ts'
import { currencyUses, publicUrl, shops } from './shop.ts'

export { type SettingsChanges, type ShopSettings, settingsChanged } from './settings.ts'
export { changeSettings, currencyUses, publicUrl, shopSettings } from './shop.ts'

/** What the whole shop goes by: its name, currency, country and manner of tax. */
export const settings: Module = {
  name: 'settings',
  collections: [shops],
  routes,
  permissions: {
    'settings:read': 'See the settings of the shop.',
    'settings:write': 'Change the settings of the shop.',
  },
  setUp({ config, ports }) {
    ports.fill(publicUrl, config.publicUrl)
    ports.fill(currencyUses, new Map())
  },
}
