import { anyone, permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { moneyFaults } from '#kernel/money.ts'
import type { Static } from '#kernel/schema.ts'
import { sectionRoutes } from './section-routes.ts'
import { SettingsPatch, SettingsView, type ShopSettings, ShopView, settingsFaults } from './settings.ts'
import { changeSettings, shopSettings } from './shop.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/shop',
    summary: 'Read what everyone may know of the shop',
    access: anyone,
    replies: { 200: ShopView },
    handle: shopSettings,
  }),
  route({
    method: 'GET',
    path: '/admin/settings',
    summary: 'Read the settings of the shop',
    access: permitted('settings:read'),
    replies: { 200: SettingsView },
    handle: async (ctx) => toView(await shopSettings(ctx)),
  }),
  route({
    method: 'PATCH',
    path: '/admin/settings',
    summary: 'Change settings of the shop',
    description: 'The currency can only change while nothing in the shop has a price.',
    access: permitted('settings:write'),
    body: SettingsPatch,
    replies: { 200: SettingsView },
    faults: [...Object.values(settingsFaults), moneyFaults.unknownCurrency],
    revision: async (ctx) => (await shopSettings(ctx)).revision,
    handle: async (ctx, { body }) => toView(await changeSettings(ctx, body)),
  }),
  ...sectionRoutes,
]

const toView = ({ id: _id, revision, ...settings }: ShopSettings): Static<typeof SettingsView> => ({
  ...settings,
  version: revision,
})
