import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Schemas } from '@marketsquare/sdk'
import { useState } from 'react'
import { CopyText } from '../../components/copy-text.tsx'
import { DrawerForm } from '../../components/drawer-form.tsx'
import { PermissionPicker } from '../../components/permission-picker.tsx'
import { useSave } from '../../components/use-save.ts'
import { shop } from '../../shop.ts'

type Wish = { name: string; scopes: string[]; days: string }

const DAY_MS = 86_400_000
const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until it is revoked' },
]

/** Asks what the key is for, and shows it the one time that it can be read. */
export function NewKey({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const [made, setMade] = useState<Schemas['NewApiKey']>()
  const form = useForm<Wish>({ initialValues: { name: '', scopes: [], days: '90' } })
  const saving = useSave<Wish, Schemas['NewApiKey']>({
    save: ({ name, scopes, days }) =>
      shop.post('/admin/api-keys', { body: { name, scopes, expiresAt: endOf(days) } }),
    refresh: ['/admin/api-keys'],
    isQuiet: true,
  })
  return (
    <>
      <DrawerForm
        title="New API key"
        isOpen={isOpen}
        close={close}
        form={form}
        saving={saving}
        toInput={(values) => values}
        onSaved={setMade}
        submitLabel="Make the key"
      >
        <TextInput
          data-autofocus
          label="Name"
          description="What program it is for"
          required
          maxLength={80}
          {...form.getInputProps('name')}
        />
        <Select label="Works for" data={LIFETIMES} allowDeselect={false} {...form.getInputProps('days')} />
        <PermissionPicker
          label="What it allows"
          value={form.values.scopes}
          onChange={(scopes) => form.setFieldValue('scopes', scopes)}
          error={form.errors.scopes as string | undefined}
        />
      </DrawerForm>
      <Modal
        opened={made !== undefined}
        onClose={() => setMade(undefined)}
        closeOnClickOutside={false}
        title="Your new API key"
        size="lg"
      >
        <Stack>
          <Alert color="yellow" title="Copy it now">
            It is shown this once, and nobody can read it afterwards.
          </Alert>
          {made && <CopyText text={made.key} label="Copy the key" />}
          <Text size="sm" c="dimmed">
            A program sends it as <code>Authorization: Bearer …</code> with each request.
          </Text>
          <Group justify="flex-end">
            <Button onClick={() => setMade(undefined)}>I have it</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

const endOf = (days: string): string | null =>
  days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString()
