import { Anchor, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound, Mail } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountForm } from './account-form.tsx'
import { EntryCard, EntryFoot, Or, Ways } from './entry-card.tsx'
import { EmailField, PasswordField } from './fields.tsx'
import { keepOpenidSecret } from './openid-return.ts'
import { askForPasskey, hasPasskeys, offerPasskeys } from './passkey.ts'
import { accountTexts } from './texts.ts'
import { signInTexts } from './texts-sign-in.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import type { Attempt } from './use-sign-in.ts'

interface Props {
  readonly attempt: Attempt
  readonly to: string
  readonly email: string
  readonly setEmail: (email: string) => void
  readonly openMail: (kind: 'link' | 'reset') => void
  /** Why the way in begins anew. */
  readonly notice: string | undefined
}

/** E-mail address and password, and all other ways in below them. */
export function PasswordStep({ attempt, to, email, setEmail, openMail, notice }: Props) {
  const t = useTexts(signInTexts)
  const { wrong } = useTexts(accountTexts)
  return (
    <EntryCard title={t.title} lead={notice ? undefined : t.lead}>
      {notice && <div role="alert">{notice}</div>}
      <AccountForm
        submit={t.submit}
        wrong={wrong}
        isWide
        act={(text) =>
          attempt(() =>
            shop.post('/login', { body: { email: text('email').trim(), password: text('password') } }),
          )
        }
      >
        {(errors) => (
          <>
            <EmailField
              autoComplete="username webauthn"
              defaultValue={email}
              onChange={setEmail}
              error={errors.email}
            />
            <div>
              <PasswordField error={errors.password} />
              <Anchor component="button" type="button" size="sm" mt={6} onClick={() => openMail('reset')}>
                {t.forgot}
              </Anchor>
            </div>
          </>
        )}
      </AccountForm>
      <Or>{t.or}</Or>
      <OtherWays attempt={attempt} to={to} openMail={openMail} />
      <EntryFoot>
        {t.newHere}{' '}
        <Anchor
          renderRoot={(props) => <Link to="/register" search={to === '/account' ? {} : { to }} {...props} />}
        >
          {t.toRegister}
        </Anchor>
      </EntryFoot>
    </EntryCard>
  )
}

function OtherWays({ attempt, to, openMail }: Pick<Props, 'attempt' | 'to' | 'openMail'>) {
  const t = useTexts(signInTexts)
  const providers = useQuery(shop.query('/openid-providers')).data?.data ?? []
  const passkey = usePasskey(attempt)
  const start = useAction(async (provider: string) => {
    const { url, secret } = await shop.post('/openid/{provider}/start', {
      path: { provider },
      body: { returnTo: to },
    })
    keepOpenidSecret(secret)
    location.assign(url)
  })
  return (
    <Ways>
      <Trouble fault={passkey.fault ?? start.fault} />
      {hasPasskeys() && (
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
      <Button
        variant="default"
        size="md"
        leftSection={<Mail size={18} aria-hidden />}
        onClick={() => openMail('link')}
      >
        {t.byLink}
      </Button>
      {providers.map(({ name, label }) => (
        <Button key={name} variant="default" size="md" onClick={() => start.run(name)}>
          {t.with(label)}
        </Button>
      ))}
    </Ways>
  )
}

/** By the button; and meanwhile among what the browser fills in. */
function usePasskey(attempt: Attempt) {
  const enter = useRef(attempt)
  enter.current = attempt
  const action = useAction(async (chosen?: Awaited<ReturnType<typeof askForPasskey>>) => {
    const response = chosen ?? (await askForPasskey())
    await enter.current(() => shop.post('/passkeys/sign-in', { body: { response } }))
  })
  const run = useRef(action.run)
  run.current = action.run
  useEffect(() => {
    if (!action.isBusy) return offerPasskeys((response) => void run.current(response))
  }, [action.isBusy])
  return action
}
