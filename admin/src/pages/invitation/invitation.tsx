import { Anchor, Button, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useSearch } from '@tanstack/react-router'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { fieldErrors } from '../../explain.ts'
import { shop } from '../../shop.ts'
import { CodeForm } from '../sign-in/code-form.tsx'
import { Front } from '../sign-in/front.tsx'
import { accountRules, NameAndPassword, type NewAccount } from '../sign-in/new-account-fields.tsx'
import { useEntry } from '../sign-in/use-entry.ts'

/** Where the mail of an invitation leads. */
export function InvitationPage() {
  const { token } = useSearch({ strict: false }) as { token?: string }
  const entry = useEntry()
  if (entry.challenge) return <CodeForm entry={entry} challenge={entry.challenge} />
  if (!token) {
    return (
      <Front title="The link is not whole" lead="Open the link in the mail once more, or copy all of it.">
        <Button component={Link} to="/sign-in" variant="default">
          Sign in instead
        </Button>
      </Front>
    )
  }
  return <Acceptance token={token} entry={entry} />
}

function Acceptance({ token, entry }: { token: string; entry: ReturnType<typeof useEntry> }) {
  const form = useForm<NewAccount>({
    initialValues: { email: '', name: '', password: '' },
    validate: accountRules,
  })
  const accept = (body: { name?: string; password?: string }) =>
    entry.attempt(() =>
      shop.post('/invitations/acceptance', { body: { token, ...body } }).catch((error) => {
        form.setErrors(fieldErrors(error))
        throw error
      }),
    )
  return (
    <Front
      title="Welcome to the team"
      lead="You were invited to work in this shop. Say who you are, and you are in."
    >
      <form onSubmit={form.onSubmit(({ name, password }) => accept({ name, password }))} noValidate>
        <Stack>
          <NameAndPassword form={form} />
          <FaultAlert error={entry.error} shownFields={['name', 'password']} />
          <Button type="submit" loading={entry.isBusy} fullWidth>
            Join the team
          </Button>
        </Stack>
      </form>
      <Text size="sm" c="dimmed">
        Do you have an account with this address already?{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => accept({})}>
          Join with it as it is
        </Anchor>
      </Text>
    </Front>
  )
}
