import { Group, Text } from '@mantine/core'
import { DangerButton } from '../../components/danger-button.tsx'
import { useSave } from '../../components/use-save.ts'
import { type ObjectSchema, toLabel } from '../../json-schema.ts'
import { shop } from '../../shop.ts'
import type { SettingsSection } from './section.tsx'

/** The schema with a word at each secret that is set: its input is empty, since nobody can read it again. */
export function withSecretsSet(schema: ObjectSchema, secretsSet: readonly string[]): ObjectSchema {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    if (!secretsSet.includes(name)) return [name, field]
    const said = [field.description, 'Set, and never shown again. What you type replaces it.']
    return [name, { ...field, description: said.filter(Boolean).join(' · ') }]
  })
  return { ...schema, properties: Object.fromEntries(fields) }
}

interface SecretsProps {
  readonly section: SettingsSection
  readonly isFixed: boolean
  /** What is typed beside it has to be saved or discarded first: removing fills the form anew. */
  readonly isDisabled: boolean
  readonly onRemoved: (section: SettingsSection) => void
}

/** An empty input keeps a secret as it is; here it is taken away. */
export const Secrets = ({ isFixed, ...rest }: SecretsProps) =>
  isFixed || rest.section.secretsSet.length === 0 ? null : (
    <Group gap="xs">
      {rest.section.secretsSet.map((field) => (
        <RemoveSecret key={field} field={field} {...rest} />
      ))}
    </Group>
  )

function RemoveSecret(props: Omit<SecretsProps, 'isFixed'> & { field: string }) {
  const { section, field, isDisabled, onRemoved } = props
  const { name, version } = section
  const label = (section.schema as ObjectSchema).properties?.[field]?.title ?? toLabel(field)
  const removing = useSave<void, SettingsSection>({
    save: () =>
      shop.patch('/admin/settings/sections/{name}', { path: { name }, body: { [field]: null }, version }),
    done: `${label} is removed.`,
    onSaved: onRemoved,
    isQuiet: true,
  })
  return (
    <DangerButton
      size="compact-sm"
      disabled={isDisabled}
      label={`Remove ${label}`}
      title={`Remove ${label}?`}
      confirmLabel="Remove it"
      onConfirm={() => removing.saveAsync()}
    >
      <Text size="sm">What needs it stops working until another one is set.</Text>
    </DangerButton>
  )
}
