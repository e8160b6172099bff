import { Type } from '#kernel/schema.ts'
import { type SectionField, settingsSection } from '#kernel/settings-section.ts'
import { DEFAULTS, settingsFields as fields } from './settings.ts'

/** A field as a form shows it. A copy: a default in the shop's own schema would fill in a PATCH's body. */
const asked = <T extends SectionField>(
  field: T,
  form: { title: string; description?: string },
  from: unknown,
): T => ({
  ...field,
  ...form,
  default: from,
})

/** The shop's settings as a section. What they are and by which rules they change stays with the shop. */
export const shopSection = settingsSection({
  name: 'shop',
  title: 'Shop',
  description: 'What the whole shop goes by.',
  schema: Type.Object({
    name: asked(fields.name, { title: 'Name', description: 'As shoppers and mails call it' }, DEFAULTS.name),
    currency: asked(
      fields.currency,
      { title: 'Currency', description: 'ISO 4217 code. It can change only while nothing has a price.' },
      DEFAULTS.currency,
    ),
    countryCode: asked(
      fields.countryCode,
      { title: 'Country', description: 'ISO 3166-1 alpha-2 code: where the shop is' },
      DEFAULTS.countryCode,
    ),
    email: asked(fields.email, { title: 'E-mail', description: 'Where its mails come from' }, DEFAULTS.email),
    pricesIncludeTax: asked(
      fields.pricesIncludeTax,
      { title: 'Prices contain tax' },
      DEFAULTS.pricesIncludeTax,
    ),
    locale: asked(fields.locale, { title: 'Locale' }, DEFAULTS.locale),
  }),
})
