import type { Module } from '#module'
import { routes } from './routes.ts'
import { sections } from './section.ts'
import { currencyUses, publicUrl, shops } from './shop.ts'
import { shopSection } from './shop-section.ts'

export { readSettings } from './read-settings.ts'
export {
  createSections,
  type SecretSeal,
  type SectionRegistry,
  secretSeal,
  settingsSections,
} from './section-registry.ts'
export { type SettingsChanges, type ShopSettings, settingsChanged } from './settings.ts'
export { changeSettings, currencyUses, publicUrl, shopSettings } from './shop.ts'

/**
 * What the whole shop goes by: its name, currency, country and manner of tax; and what modules let staff set.
 */
export const settings: Module = {
  name: 'settings',
  collections: [shops, sections],
  routes,
  settings: shopSection,
  permissions: {
    'settings:read': 'See the settings of the shop.',
    'settings:write': 'Change the settings of the shop.',
  },
  setUp({ config, ports }) {
    ports.fill(publicUrl, config.publicUrl)
    ports.fill(currencyUses, new Map())
  },
}
