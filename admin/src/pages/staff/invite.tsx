import { Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Schemas } from '@marketsquare/sdk'
import { DrawerForm } from '../../components/drawer-form.tsx'
import { useSave } from '../../components/use-save.ts'
import { shop } from '../../shop.ts'

type Wish = { email: string; role: string }

interface InviteProps {
  readonly roles: readonly Schemas['Role'][]
  readonly isOpen: boolean
  readonly close: () => void
}

/** A mail with a link, by which somebody makes an account with a role of the staff. */
export function Invite({ roles, isOpen, close }: InviteProps) {
  const form = useForm<Wish>({ initialValues: { email: '', role: 'support' } })
  const saving = useSave<Wish>({
    save: (body) => shop.post('/admin/invitations', { body }),
    done: (_reply, { email }) => `${email} has got a mail with a link.`,
    refresh: ['/admin/invitations'],
    isQuiet: true,
  })
  const choices = roles
    .filter(({ id }) => id !== 'customer')
    .map(({ id, name, description }) => ({ value: id, label: name, description }))
  const chosen = choices.find(({ value }) => value === form.values.role)
  return (
    <DrawerForm
      title="Invite somebody"
      isOpen={isOpen}
      close={close}
      form={form}
      saving={saving}
      toInput={(values) => values}
      submitLabel="Send the invitation"
    >
      <TextInput
        data-autofocus
        label="E-mail"
        type="email"
        required
        maxLength={320}
        {...form.getInputProps('email')}
      />
      <Select
        label="Role"
        description={chosen?.description}
        data={choices.map(({ value, label }) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
    </DrawerForm>
  )
}
