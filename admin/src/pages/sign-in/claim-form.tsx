import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { fieldErrors } from '../../explain.ts'
import { shop } from '../../shop.ts'
import { Front } from './front.tsx'
import { accountRules, NameAndPassword, type NewAccount } from './new-account-fields.tsx'
import type { useEntry } from './use-entry.ts'

/** The link that the first start of the shop prints: whoever has it becomes its owner. */
export function ClaimForm({ token, entry }: { token: string; entry: ReturnType<typeof useEntry> }) {
  const form = useForm<NewAccount>({
    initialValues: { email: '', name: '', password: '' },
    validate: { ...accountRules, email: (email) => (email.includes('@') ? null : 'Your e-mail address.') },
  })
  const submit = form.onSubmit((values) =>
    entry.attempt(() =>
      shop.post('/admin/sign-in-links', { body: { token, ...values } }).catch((error) => {
        form.setErrors(fieldErrors(error))
        throw error
      }),
    ),
  )
  return (
    <Front
      title="This shop is yours"
      lead="Make the owner’s account. The link works once, so choose how you come back."
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label="E-mail address"
            type="email"
            autoComplete="username"
            autoFocus
            required
            {...form.getInputProps('email')}
          />
          <NameAndPassword form={form} />
          <FaultAlert error={entry.error} shownFields={['email', 'name', 'password']} />
          <Button type="submit" loading={entry.isBusy} fullWidth>
            Open the shop
          </Button>
        </Stack>
      </form>
    </Front>
  )
}
