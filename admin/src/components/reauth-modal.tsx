import { Anchor, Button, Divider, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { Fingerprint } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { onProofNeeded } from '../proof.ts'
import { askPasskey, canPasskey, isCalledOff } from '../session/passkey.ts'
import { shop } from '../shop.ts'
import { FaultAlert } from './fault-alert.tsx'

type Answer = (proved: boolean) => void

/** Asks once more who is there, for what is dangerous; what waits for it goes on by itself. */
export function ReauthModal() {
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => onProofNeeded((next) => setAnswer(() => next)), [])
  const end = (proved: boolean) => {
    answer?.(proved)
    setAnswer(null)
  }
  return (
    <Modal
      opened={answer !== null}
      onClose={() => end(false)}
      title="Confirm that it is you"
      size="sm"
      zIndex={400}
    >
      {answer && <Proof onProved={() => end(true)} />}
    </Modal>
  )
}

function Proof({ onProved }: { onProved: () => void }) {
  const [isByCode, setByCode] = useState(false)
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const attempt = async (prove: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    await prove().then(onProved, (fault) => setError(isCalledOff(fault) ? null : fault))
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Portals let it through to a form that the dialog was opened from.
    event.stopPropagation()
    attempt(() => shop.post('/me/authentication', { body: isByCode ? { code: text } : { password: text } }))
  }
  const byPasskey = () =>
    attempt(async () => shop.post('/me/authentication/passkey', { body: { response: await askPasskey() } }))
  const field = { required: true, value: text, 'data-autofocus': true }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          What you are about to do can do harm in wrong hands. It counts for 15 minutes.
        </Text>
        {isByCode ? (
          <TextInput
            {...field}
            label="Code of your second factor"
            autoComplete="one-time-code"
            inputMode="numeric"
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : (
          <PasswordInput
            {...field}
            label="Your password"
            autoComplete="current-password"
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <FaultAlert error={error} />
        <Button type="submit" loading={isBusy} fullWidth>
          Confirm
        </Button>
        <Divider label="or" />
        {canPasskey() && (
          <Button variant="default" leftSection={<Fingerprint size={16} />} onClick={byPasskey}>
            Use a passkey
          </Button>
        )}
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            setByCode(!isByCode)
            setText('')
          }}
        >
          {isByCode ? 'Use the password instead' : 'Use a code of your second factor instead'}
        </Anchor>
      </Stack>
    </form>
  )
}
