import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { shop } from '../../shop.ts'
import { Front } from './front.tsx'
import type { useEntry } from './use-entry.ts'

/** The second step: a code of the app, or one of those for emergencies. */
export function CodeForm({ entry, challenge }: { entry: ReturnType<typeof useEntry>; challenge: string }) {
  const [code, setCode] = useState('')
  return (
    <Front title="Now your second factor" lead="Open your authenticator app and type what it shows.">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          entry.attempt(() => shop.post('/login/second-factor', { body: { challenge, code: code.trim() } }))
        }}
      >
        <Stack>
          <TextInput
            label="Code"
            description="Six digits, or a recovery code"
            autoComplete="one-time-code"
            autoFocus
            required
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <FaultAlert error={entry.error} />
          <Button type="submit" loading={entry.isBusy} fullWidth>
            Sign in
          </Button>
          <Button variant="subtle" color="gray" onClick={entry.reset} fullWidth>
            Start again
          </Button>
        </Stack>
      </form>
    </Front>
  )
}
