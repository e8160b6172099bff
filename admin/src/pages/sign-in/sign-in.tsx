import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Navigate, useSearch } from '@tanstack/react-router'
import { Fingerprint, Mail, MailCheck } from 'lucide-react'
import { useState } from 'react'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { meQuery } from '../../session/me.ts'
import { askPasskey, canPasskey } from '../../session/passkey.ts'
import { shop } from '../../shop.ts'
import { ClaimForm } from './claim-form.tsx'
import { CodeForm } from './code-form.tsx'
import { Front } from './front.tsx'
import { useEntry } from './use-entry.ts'

export function SignInPage() {
  const { token } = useSearch({ strict: false }) as { token?: string }
  const { data: me } = useSuspenseQuery(meQuery)
  const entry = useEntry()
  if (token) return <ClaimForm token={token} entry={entry} />
  if (entry.challenge) return <CodeForm entry={entry} challenge={entry.challenge} />
  // Whoever is in already goes on; a customer may want to come in as somebody else.
  if (me && me.permissions.length > 0 && !entry.isBusy) return <Navigate to="/" replace />
  return <PasswordForm entry={entry} />
}

function PasswordForm({ entry }: { entry: ReturnType<typeof useEntry> }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isMissing, setMissing] = useState(false)
  const link = useMailedLink()
  return (
    <Front title="Sign in">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          entry.attempt(() => shop.post('/login', { body: { email: email.trim(), password } }))
        }}
      >
        <Stack>
          <TextInput
            label="E-mail address"
            type="email"
            autoComplete="username"
            autoFocus
            required
            error={isMissing && 'Type your address first.'}
            value={email}
            onChange={(event) => {
              setEmail(event.currentTarget.value)
              setMissing(false)
            }}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <FaultAlert error={entry.error ?? link.error} />
          <Button type="submit" loading={entry.isBusy} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
      <Divider label="or without a password" />
      <Stack gap="xs">
        <PasskeyButton entry={entry} />
        {link.isSent ? (
          <LinkSent email={email} />
        ) : (
          <Button
            variant="default"
            leftSection={<Mail size={16} aria-hidden />}
            onClick={() => (email.includes('@') ? link.send(email.trim()) : setMissing(true))}
            loading={link.isBusy}
            fullWidth
          >
            Mail me a link
          </Button>
        )}
      </Stack>
    </Front>
  )
}

function PasskeyButton({ entry }: { entry: ReturnType<typeof useEntry> }) {
  if (!canPasskey()) return null
  const signIn = async () => shop.post('/passkeys/sign-in', { body: { response: await askPasskey() } })
  return (
    <Button
      variant="default"
      leftSection={<Fingerprint size={16} aria-hidden />}
      onClick={() => entry.attempt(signIn)}
      fullWidth
    >
      Use a passkey
    </Button>
  )
}

const LinkSent = ({ email }: { email: string }) => (
  <Alert color="pine" icon={<MailCheck size={18} />} title="Look into your mail" role="status">
    If {email} has an account, a link is on its way. Open it here, then come back to this page.
  </Alert>
)

function useMailedLink() {
  const [state, setState] = useState<{ isBusy: boolean; isSent: boolean; error: unknown }>(IDLE)
  const send = (email: string) => {
    setState({ ...IDLE, isBusy: true })
    shop.post('/magic-links', { body: { email } }).then(
      () => setState({ ...IDLE, isSent: true }),
      (error) => setState({ ...IDLE, error }),
    )
  }
  return { ...state, send }
}

const IDLE = { isBusy: false, isSent: false, error: null }
