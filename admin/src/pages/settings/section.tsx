import { Button, Group, Stack } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { SchemaForm } from '../../components/schema-form.tsx'
import { useUnsavedGuard } from '../../components/unsaved-guard.tsx'
import { tellFault, useSave } from '../../components/use-save.ts'
import { fieldErrors, isStale } from '../../explain.ts'
import { changesOf, initialOf, type ObjectSchema } from '../../json-schema.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { Secrets, withSecretsSet } from './secrets.tsx'

export type SettingsSection = Schemas['SettingsSection']

interface SectionProps {
  readonly section: SettingsSection
  /** What is saved now, where somebody else was faster. */
  readonly read: () => Promise<SettingsSection>
}

/** What is typed builds on the section as it was opened: what is read meanwhile takes nothing away. */
export function Section({ section, read }: SectionProps) {
  const [opened, open] = useState(section)
  const reload = async () => open(await read())
  return (
    <SectionForm
      key={opened.version}
      section={opened}
      onSaved={open}
      onReload={() => void reload().catch(tellFault)}
    />
  )
}

interface SectionFormProps {
  readonly section: SettingsSection
  readonly onSaved: (section: SettingsSection) => void
  readonly onReload: () => void
}

/** One form, saved by itself: what is sent is what was changed. */
function SectionForm({ section, onSaved, onReload }: SectionFormProps) {
  const { name, title, description, version } = section
  const schema = withSecretsSet(section.schema as ObjectSchema, section.secretsSet)
  const saved = initialOf(schema, section.values)
  const [values, setValues] = useState(saved)
  const changes = changesOf(saved, values)
  const isDirty = Object.keys(changes).length > 0
  const isFixed = !useCan()('settings:write')
  const saving = useSave<Record<string, unknown>, SettingsSection>({
    save: (body) => shop.patch('/admin/settings/sections/{name}', { path: { name }, body, version }),
    done: `${title}: saved.`,
    refresh: ['/shop'],
    onSaved,
    isQuiet: true,
  })
  const guard = useUnsavedGuard(() => isDirty)
  const discard = () => {
    saving.reset()
    setValues(saved)
  }
  return (
    <Card title={title} lead={description}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (isDirty) saving.save(changes)
        }}
      >
        <Stack>
          <SchemaForm
            schema={schema}
            values={values}
            onChange={setValues}
            errors={fieldErrors(saving.error)}
            isDisabled={isFixed}
          />
          <Secrets section={section} isFixed={isFixed} isDisabled={isDirty} onRemoved={onSaved} />
          <FaultAlert
            error={saving.error}
            shownFields={Object.keys(saved)}
            {...(isStale(saving.error) && { onReload })}
          />
          {isDirty && (
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={discard}>
                Discard
              </Button>
              <Button type="submit" loading={saving.isSaving}>
                Save
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      {guard}
    </Card>
  )
}
