import { Anchor, Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountForm } from './account-form.tsx'
import { Dialog } from './dialog.tsx'
import { CodeField, PasswordField, UsernameHint } from './fields.tsx'
import { askForPasskey, hasPasskeys } from './passkey.ts'
import { toCode } from './second-step.tsx'
import { accountTexts } from './texts.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { useSetMe } from './use-me.ts'

interface Props {
  readonly email: string
  readonly isOpen: boolean
  readonly onProved: (() => void) | undefined
  readonly onClose: (() => void) | undefined
}

/** Asks once more who it is: by password, passkey, or a code. */
export function ProofDialog({ email, isOpen, onProved, onClose }: Props) {
  const { proof } = useTexts(accountTexts)
  return (
    <Dialog title={proof.title} isOpen={isOpen} onClose={() => onClose?.()}>
      <Proof email={email} onProved={() => onProved?.()} />
    </Dialog>
  )
}

function Proof({ email, onProved }: { email: string; onProved: () => void }) {
  const { proof: t, wrong } = useTexts(accountTexts)
  const [isByCode, setByCode] = useState(false)
  const hasApp = Boolean(useQuery(shop.query('/me/second-factor')).data?.totp)
  const hasPasskey = (useQuery(shop.query('/me/passkeys')).data?.data.length ?? 0) > 0
  const passkey = useAction(async () => {
    const response = await askForPasskey()
    await shop.post('/me/authentication/passkey', { body: { response } })
    onProved()
  })
  return (
    <Stack>
      <Text size="sm">{t.text}</Text>
      <AccountForm
        key={String(isByCode)}
        submit={t.confirm}
        wrong={wrong}
        isWide
        act={async (text) => {
          const body = isByCode ? { code: toCode(text('code')) } : { password: text('password') }
          await shop.post('/me/authentication', { body })
          onProved()
        }}
      >
        {(errors) => (
          <>
            <UsernameHint email={email} />
            {isByCode ? (
              <CodeField isFocused error={errors.code} />
            ) : (
              <PasswordField error={errors.password} />
            )}
          </>
        )}
      </AccountForm>
      <Trouble fault={passkey.fault} />
      {hasPasskey && hasPasskeys() && (
        <Button
          variant="default"
          size="md"
          leftSection={<KeyRound size={18} aria-hidden />}
          loading={passkey.isBusy}
          onClick={() => passkey.run()}
        >
          {t.passkey}
        </Button>
      )}
      {hasApp && (
        <Button variant="subtle" onClick={() => setByCode(!isByCode)}>
          {isByCode ? t.byPassword : t.byCode}
        </Button>
      )}
      <SignInAgain />
    </Stack>
  )
}

/** For who has no password and no passkey: a fresh sign-in, by a mail or a provider, proves as much. */
function SignInAgain() {
  const { proof: t } = useTexts(accountTexts)
  const here = useRouterState({ select: ({ location }) => location.pathname })
  const navigate = useNavigate()
  const setMe = useSetMe()
  const { run } = useAction(async () => {
    await shop.post('/logout')
    setMe(null)
    await navigate({ to: '/sign-in', search: { to: here } })
  })
  return (
    <Text size="sm">
      {t.neither}{' '}
      <Anchor component="button" type="button" underline="always" onClick={() => run()}>
        {t.again}
      </Anchor>
    </Text>
  )
}
