import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import { isCurrency, moneyFaults } from '#kernel/money.ts'
import { Country, Currency, Email, Line, named, Shape, type Static, Type } from '#kernel/schema.ts'
import type { Document } from '#store/collection.ts'

/** What the whole shop goes by. One document; until it is first saved, the defaults stand at revision 0. */
export interface ShopSettings extends Document {
  readonly name: string
  /** The one currency that prices, rates and orders are in. */
  readonly currency: string
  /** Where the shop is: the country that a cart assumes until a shopper names another. */
  readonly countryCode: string
  /** Where the shop's mails come from. */
  readonly email: string
  /** Prices contain tax already (usual in Europe), or tax is added to them (usual in the USA). */
  readonly pricesIncludeTax: boolean
  /** BCP 47, such as `de-DE`: how mails write amounts. */
  readonly locale: string
}

export const SETTINGS_ID = 'settings_shop'

export const DEFAULTS: ShopSettings = {
  id: SETTINGS_ID,
  revision: 0,
  name: 'Marketsquare',
  currency: 'USD',
  countryCode: 'US',
  email: 'shop@example.com',
  pricesIncludeTax: false,
  locale: 'en-US',
}

export const settingsFields = {
  name: Line(100),
  currency: Currency,
  countryCode: Country,
  email: Email,
  pricesIncludeTax: Type.Boolean({
    description: 'If not, tax is added to them',
  }),
  locale: Type.String({ minLength: 2, maxLength: 35, description: 'BCP 47 tag: how mails write amounts' }),
}

export const SettingsView = named(
  'Settings',
  Shape({
    ...settingsFields,
    version: Type.Integer({ description: '0 until the settings are first changed' }),
  }),
)

export const SettingsPatch = named(
  'SettingsPatch',
  Type.Partial(Shape(settingsFields), { minProperties: 1, additionalProperties: false }),
)

export type SettingsChanges = Static<typeof SettingsPatch>

/** What everyone may know of the shop. */
export const ShopView = named(
  'Shop',
  Shape({
    name: settingsFields.name,
    currency: settingsFields.currency,
    countryCode: settingsFields.countryCode,
    pricesIncludeTax: settingsFields.pricesIncludeTax,
  }),
)

export const settingsFaults = faults('settings', {
  unknownCountry: [422, 'This is not an ISO 3166-1 country code.'],
  unknownLocale: [422, 'This is not a locale that the shop can write amounts in.'],
  currencyInUse: [409, 'The currency cannot change while amounts in it exist.'],
})

export const settingsChanged = eventType<{ fields: string[] }>('settings.changed')

/** The settings with the changes made, normalised and checked field by field. No change, no event. */
export function changedSettings(
  settings: ShopSettings,
  changes: SettingsChanges,
): ShopSettings | Change<ShopSettings> {
  const next: ShopSettings = { ...settings, ...normalised(changes) }
  const changed = (Object.keys(settingsFields) as (keyof typeof settingsFields)[]).filter(
    (key) => next[key] !== settings[key],
  )
  return changed.length === 0 ? settings : change(next, settingsChanged(settings.id, { fields: changed }))
}

function normalised(changes: SettingsChanges): SettingsChanges {
  const { name, currency, countryCode, locale } = changes
  if (currency !== undefined && !isCurrency(currency)) {
    throw moneyFaults.unknownCurrency({
      message: `"${currency}" is not an ISO 4217 currency code such as USD.`,
      details: { field: 'currency' },
    })
  }
  if (countryCode !== undefined && !isCountry(countryCode)) {
    throw settingsFaults.unknownCountry({
      message: `"${countryCode}" is not an ISO 3166-1 country code such as US.`,
      details: { field: 'countryCode' },
    })
  }
  return {
    ...changes,
    ...(name !== undefined && { name: name.trim() }),
    ...(locale !== undefined && { locale: knownLocale(locale) }),
  }
}

function isCountry(code: string): boolean {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  return code !== 'ZZ' && names.of(code) !== undefined
}

function knownLocale(tag: string): string {
  try {
    const [known] = Intl.NumberFormat.supportedLocalesOf(tag)
    if (known) return known
  } catch {
    // Not even a well-formed tag: the same answer as for one that nobody knows.
  }
  throw settingsFaults.unknownLocale({
    message: `"${tag}" is not a locale that the shop can write amounts in. Use a tag such as en-US.`,
    details: { field: 'locale' },
  })
}
