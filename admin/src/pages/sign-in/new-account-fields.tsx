import { PasswordInput, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'

export interface NewAccount {
  email: string
  name: string
  password: string
}

/** As the shop has it. */
const PASSWORD_MIN = 10

export const accountRules = {
  name: (name: string) => (name.trim() ? null : 'How may we call you?'),
  password: (password: string) =>
    password.length < PASSWORD_MIN ? `At least ${PASSWORD_MIN} characters.` : null,
}

export const NameAndPassword = ({ form }: { form: UseFormReturnType<NewAccount> }) => (
  <>
    <TextInput
      label="Your name"
      autoComplete="name"
      required
      maxLength={200}
      {...form.getInputProps('name')}
    />
    <PasswordInput
      label="Password"
      description={`At least ${PASSWORD_MIN} characters; a few words in a row are best.`}
      autoComplete="new-password"
      required
      {...form.getInputProps('password')}
    />
  </>
)
