import { port } from '#kernel/port.ts'
import { nameOfSection, type SettingsSection } from '#kernel/settings-section.ts'

export interface DeclaredSection {
  readonly name: string
  /** The module or adapter that it belongs to. */
  readonly owner: string
  readonly section: SettingsSection
}

/** All there is to set, in the order in which it is shown. */
export interface SectionRegistry {
  /** Raises a TypeError where another owner has the name. */
  add(section: SettingsSection, owner: string): void
  all(): readonly DeclaredSection[]
  find(name: string): DeclaredSection | undefined
  /** Throws for one that nobody added. */
  need(section: SettingsSection): DeclaredSection
}

/** Filled with the modules' sections before they are set up. Who plugs in an adapter adds the adapter's. */
export const settingsSections = port<SectionRegistry>('settings.sections')

/** What the secrets of sections are sealed by; see the vault of second factors. */
export interface SecretSeal {
  seal(text: string, about: string): string
  open(sealed: string, about: string): string
}

export const secretSeal = port<SecretSeal>('settings.secret-seal')

interface Owner {
  readonly name: string
  readonly settings?: SettingsSection
}

export function createSections(owners: readonly Owner[]): SectionRegistry {
  const byName = new Map<string, DeclaredSection>()
  const declared = new Map<SettingsSection, DeclaredSection>()

  function add(section: SettingsSection, owner: string): void {
    const name = nameOfSection(section, owner)
    const other = byName.get(name)
    if (other) throw new TypeError(`${other.owner} and ${owner} both declare the settings "${name}".`)
    const entry = { name, owner, section }
    byName.set(name, entry)
    declared.set(section, entry)
  }

  for (const { name, settings } of owners) if (settings) add(settings, name)
  return {
    add,
    all: () => [...byName.values()],
    find: (name) => byName.get(name),
    need(section) {
      const entry = declared.get(section)
      if (!entry) throw new Error(`No module or adapter declares the settings "${section.title}".`)
      return entry
    },
  }
}
