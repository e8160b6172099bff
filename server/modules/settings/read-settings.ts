import type { Ctx } from '#context'
import type { Frozen } from '#http/route.ts'
import type { Static } from '#kernel/schema.ts'
import type { SettingsSection } from '#kernel/settings-section.ts'
import { aboutSecret, idOf, noneSet, type StoredSection, secretsIn, sections, valuesOf } from './section.ts'
import { type SecretSeal, secretSeal, settingsSections } from './section-registry.ts'

/** Made once for each reading of a document: the engine keeps it decoded until it changes. */
const made = new WeakMap<StoredSection, object>()
const defaults = new WeakMap<SettingsSection, object>()

/**
 * The settings of a section as they stand, whole and of the types that its schema says, secrets open. One
 * read by id, and none after the first in the same unit.
 */
export async function readSettings<T extends SettingsSection>(
  ctx: Ctx,
  section: T,
): Promise<Frozen<Static<T['schema']>>> {
  const { name } = ctx.use(settingsSections).need(section)
  const stored = await ctx.get(sections, idOf(name))
  let values = stored ? made.get(stored) : defaults.get(section)
  if (!values) {
    values = Object.freeze(openAll(section, stored ?? noneSet(name), ctx))
    if (stored) made.set(stored, values)
    else defaults.set(section, values)
  }
  return values as Frozen<Static<T['schema']>>
}

function openAll(section: SettingsSection, stored: StoredSection, { use }: Pick<Ctx, 'use'>): object {
  const names = secretsIn(section, stored)
  if (names.length === 0) return { ...valuesOf(section, stored) }
  const { open }: SecretSeal = use(secretSeal)
  const secrets = names.map((name) => [name, open(stored.secrets[name] ?? '', aboutSecret(stored.id, name))])
  return { ...valuesOf(section, stored), ...Object.fromEntries(secrets) }
}
