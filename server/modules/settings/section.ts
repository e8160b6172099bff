import { isDeepStrictEqual } from 'node:util'
import { fits } from '#http/check-fields.ts'
import { type Change, change } from '#kernel/change.ts'
import { eventType } from '#kernel/event.ts'
import { faults } from '#kernel/fault.ts'
import { fieldsOf, type SettingsSection } from '#kernel/settings-section.ts'
import { collection, type Document } from '#store/collection.ts'
import type { Json } from '#store/engine.ts'

/** What was set of a section. What was not is at its default, and follows it when that changes. */
export interface StoredSection extends Document {
  readonly values: Readonly<Record<string, Json>>
  /** Sealed. */
  readonly secrets: Readonly<Record<string, string>>
}

export const sections = collection<StoredSection>({ name: 'settings-sections', indexes: {} })

export const idOf = (name: string): string => `section_${name}`

export const noneSet = (name: string): StoredSection => ({
  id: idOf(name),
  revision: 0,
  values: {},
  secrets: {},
})

export const sectionFaults = faults('settings', {
  sectionMissing: [404, 'There are no settings of this name.'],
})

/** Tells which fields changed, never to what. */
export const sectionChanged = eventType<{ section: string; fields: string[] }>('settings.section-changed')

/** What a secret is sealed about: it opens as nothing else. */
export const aboutSecret = (id: string, field: string): string => `${id}.${field}`

export type Values = Readonly<Record<string, unknown>>

/**
 * The values that hold, but for secrets: what was set where the schema still takes it, else the default. A
 * value that a newer version of its module has no use for counts as not set.
 */
export function valuesOf(section: SettingsSection, stored: StoredSection): Values {
  const found = Object.entries(fieldsOf(section)).flatMap(([name, field]) => {
    if (field['x-secret']) return []
    const value = Object.hasOwn(stored.values, name) ? structuredClone(stored.values[name]) : undefined
    const holds = value !== undefined && fits(field, value) ? value : field.default
    return holds === undefined ? [] : [[name, holds] as const]
  })
  return Object.fromEntries(found)
}

/** The secrets that are set, by name. */
export const secretsIn = (section: SettingsSection, { secrets }: StoredSection): string[] =>
  Object.entries(fieldsOf(section)).flatMap(([name, field]) =>
    field['x-secret'] && Object.hasOwn(secrets, name) ? [name] : [],
  )

/**
 * The section with checked changes made; null puts a field back to its default. What is set already is no
 * change. A secret always is one: else its version would tell whether somebody guessed it.
 */
export function changedSection(
  { name, section }: { readonly name: string; readonly section: SettingsSection },
  stored: StoredSection,
  { changes, seal }: { changes: Values; seal: (text: string, about: string) => string },
): StoredSection | Change<StoredSection> {
  const fields = fieldsOf(section)
  const values = { ...stored.values }
  const secrets = { ...stored.secrets }
  const changed = Object.entries(changes).filter(([field, value]) => {
    const isSecret = fields[field]?.['x-secret']
    const into: Record<string, Json> = isSecret ? secrets : values
    const before = into[field]
    if (value === null) delete into[field]
    else into[field] = isSecret ? seal(String(value), aboutSecret(stored.id, field)) : (value as Json)
    return !isDeepStrictEqual(before, into[field])
  })
  if (changed.length === 0) return stored
  const names = changed.map(([field]) => field)
  return change({ ...stored, values, secrets }, sectionChanged(stored.id, { section: name, fields: names }))
}
