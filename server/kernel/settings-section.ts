import type { TProperties, TSchema } from 'typebox'

/** The fields of one section. */
export const SECTION_FIELDS_MAX = 50

type ObjectSchema = TSchema & { readonly type: 'object'; readonly properties: TProperties }

/**
 * What a module or an adapter lets staff set: shown, checked and stored by its schema alone. The admin makes
 * the form of it.
 */
export interface SettingsSection<S extends ObjectSchema = ObjectSchema> {
  /** As addresses call it; the module's or adapter's own name unless said otherwise. */
  readonly name?: string | undefined
  readonly title: string
  readonly description: string
  readonly schema: S
}

/** What a form needs to know of a field, beside what its values must be. */
export interface SectionField extends TSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  /** A key or a password: sealed where it is stored, and never shown again. */
  readonly 'x-secret'?: boolean
}

const FIELD_NAME = /^[a-z][a-zA-Z0-9]{0,39}$/
const SECTION_NAME = /^[a-z][a-z0-9-]{0,39}$/

/**
 * Declares a section. Each field stands alone: it has a title, and a default or else is optional, so that
 * what is read is whole before anyone has set anything. A secret is an optional text with `'x-secret': true`.
 * Raises a TypeError for a section that is not so.
 *
 * @example
 * const acmeSettings = settingsSection({
 *   title: 'Acme Pay',
 *   description: 'What Acme needs to know the shop by.',
 *   schema: Type.Object({
 *     isLive: Type.Boolean({ title: 'Live', description: 'Moves real money.', default: false }),
 *     apiKey: Type.Optional(Type.String({ title: 'API key', maxLength: 200, 'x-secret': true })),
 *   }),
 * })
 */
export function settingsSection<S extends ObjectSchema>(section: SettingsSection<S>): SettingsSection<S> {
  const { name, title, schema } = section
  if (name !== undefined && !SECTION_NAME.test(name))
    throw new TypeError(`Settings "${name}": use a-z and -.`)
  const fields = Object.entries(fieldsOf(section))
  if (fields.length > SECTION_FIELDS_MAX) {
    throw new TypeError(
      `Settings "${title}" have ${fields.length} fields; ${SECTION_FIELDS_MAX} are allowed.`,
    )
  }
  const { required = [] } = schema as { readonly required?: readonly string[] }
  for (const [field, spec] of fields) {
    const wrong = problemOf(field, spec, required.includes(field))
    if (wrong) throw new TypeError(`Settings "${title}", field "${field}": ${wrong}.`)
  }
  return section
}

function problemOf(name: string, field: SectionField, isRequired: boolean): string | undefined {
  if (!FIELD_NAME.test(name)) return 'name it in camelCase, with 40 letters at most'
  if (!field.title) return 'give it a title'
  if (!field['x-secret']) return isRequired && field.default === undefined ? 'give it a default' : undefined
  return isRequired || field.type !== 'string' || field.default !== undefined
    ? 'a secret is an optional text without a default'
    : undefined
}

export const fieldsOf = ({ schema }: SettingsSection): Readonly<Record<string, SectionField>> =>
  schema.properties as Readonly<Record<string, SectionField>>

/** Checks the name that a section goes by when it has none of its own. */
export function nameOfSection(section: SettingsSection, owner: string): string {
  const name = section.name ?? owner
  if (!SECTION_NAME.test(name)) throw new TypeError(`Settings "${name}": use a-z, 0-9 and -.`)
  return name
}
