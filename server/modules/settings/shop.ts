import type { Ctx } from '#context'
import { port } from '#kernel/port.ts'
import { collection } from '#store/collection.ts'
import {
  changedSettings,
  DEFAULTS,
  SETTINGS_ID,
  type SettingsChanges,
  type ShopSettings,
  settingsFaults,
} from './settings.ts'

export const shops = collection<ShopSettings>({ name: 'settings', indexes: {} })

/** How the shop is reached from outside, without a slash at the end: `https://shop.example`. */
export const publicUrl = port<string>('settings.public-url')

/**
 * What holds amounts in the shop's currency, by a name for people. While any answers true, the currency
 * stays. Modules put themselves in at set-up: `ports.use(currencyUses).set('products', async (ctx) => …)`.
 */
export const currencyUses = port<Map<string, (ctx: Ctx) => Promise<boolean>>>('settings.currency-uses')

/** The shop's settings: one read by id, and none after the first in the same unit. */
export const shopSettings = async (ctx: Ctx): Promise<ShopSettings> =>
  (await ctx.get(shops, SETTINGS_ID)) ?? DEFAULTS

export async function changeSettings(ctx: Ctx, changes: SettingsChanges): Promise<ShopSettings> {
  const settings = await shopSettings(ctx)
  const { currency = settings.currency } = changes
  if (currency !== settings.currency) await refuseWhileUsed(ctx, settings.currency)
  const changed = changedSettings(settings, changes)
  return changed === settings ? settings : ctx.save(shops, changed)
}

async function refuseWhileUsed(ctx: Ctx, currency: string): Promise<void> {
  for (const [name, isUsed] of ctx.use(currencyUses)) {
    if (!(await isUsed(ctx))) continue
    throw settingsFaults.currencyInUse({
      message: `The shop has ${name} with amounts in ${currency}. Remove them before the currency changes.`,
      details: { currency, usedBy: name },
    })
  }
}
