import type { Ctx } from '#context'
import { checkFields } from '#http/check-fields.ts'
import { fieldsOf } from '#kernel/settings-section.ts'
import {
  changedSection,
  idOf,
  noneSet,
  secretsIn,
  sectionFaults,
  sections,
  type Values,
  valuesOf,
} from './section.ts'
import { type DeclaredSection, secretSeal, settingsSections } from './section-registry.ts'
import { DEFAULTS, type SettingsChanges, type ShopSettings } from './settings.ts'
import { changeSettings, shopSettings } from './shop.ts'
import { shopSection } from './shop-section.ts'

/** A section as staff may see it: no secret, only which of them are set. */
export interface SectionState {
  readonly values: Values
  readonly secretsSet: readonly string[]
  /** 0 until something is set. */
  readonly version: number
}

/** Where a section's values lie, and by which rules they change. */
interface Keeper {
  read(ctx: Ctx, declared: DeclaredSection): Promise<SectionState>
  change(ctx: Ctx, declared: DeclaredSection, changes: Values): Promise<void>
}

const ownDocument: Keeper = {
  async read(ctx, { name, section }) {
    const stored = (await ctx.get(sections, idOf(name))) ?? noneSet(name)
    return {
      values: valuesOf(section, stored),
      secretsSet: secretsIn(section, stored),
      version: stored.revision,
    }
  },
  async change(ctx, declared, changes) {
    const stored = (await ctx.get(sections, idOf(declared.name))) ?? noneSet(declared.name)
    const seal = (text: string, about: string) => ctx.use(secretSeal).seal(text, about)
    const changed = changedSection(declared, stored, { changes, seal })
    if (changed !== stored) ctx.save(sections, changed)
  },
}

const shopDocument: Keeper = {
  async read(ctx) {
    const { id: _id, revision, ...values } = await shopSettings(ctx)
    return { values, secretsSet: [], version: revision }
  },
  async change(ctx, _declared, changes) {
    const given = Object.entries(changes).map(([field, value]) => [
      field,
      value ?? DEFAULTS[field as keyof ShopSettings],
    ])
    await changeSettings(ctx, Object.fromEntries(given) as SettingsChanges)
  },
}

const keeperOf = ({ section }: DeclaredSection): Keeper =>
  section === shopSection ? shopDocument : ownDocument

/** Raises `sectionMissing`. */
export function needSection(ctx: Ctx, name: string): DeclaredSection {
  const found = ctx.use(settingsSections).find(name)
  if (!found) throw sectionFaults.sectionMissing({ message: `There are no settings "${name}".` })
  return found
}

export const readSection = (ctx: Ctx, declared: DeclaredSection): Promise<SectionState> =>
  keeperOf(declared).read(ctx, declared)

/** Stages the named fields' new values; null puts one back to its default. Raises `http.invalid`. */
export async function changeSection(ctx: Ctx, name: string, changes: Values): Promise<DeclaredSection> {
  const declared = needSection(ctx, name)
  const fields = fieldsOf(declared.section)
  checkFields(changes, (field) => (Object.hasOwn(fields, field) ? fields[field] : undefined))
  await keeperOf(declared).change(ctx, declared, changes)
  return declared
}
