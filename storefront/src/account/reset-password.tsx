import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountForm } from './account-form.tsx'
import { EntryCard } from './entry-card.tsx'
import { PasswordField, usePasswordCheck } from './fields.tsx'
import { isUsedUp, UsedUp, useToken } from './mail-link.tsx'
import { MailStep } from './mail-step.tsx'
import type { PartProps } from './part.ts'
import { SecondStep } from './second-step.tsx'
import { accountTexts } from './texts.ts'
import { signInTexts } from './texts-sign-in.ts'
import { type Attempt, useSignIn } from './use-sign-in.ts'

/** `/account/reset-password?token=`: a new password, and in. Without a token, the mail is asked for here. */
export function ResetPassword({ token: given }: PartProps) {
  const { mail: t } = useTexts(signInTexts)
  const { token } = useToken(given)
  const { history } = useRouter()
  const [isAsking, setAsking] = useState(!token)
  const [isUsed, setUsed] = useState(false)
  const { challenge, attempt, restart } = useSignIn(() => history.replace('/account'))
  if (isAsking || !token) return <MailStep kind="reset" back={() => history.push('/sign-in')} />
  if (challenge) {
    // The new password counts already; only the second step is missing.
    const begin = () => {
      restart()
      history.replace('/sign-in')
    }
    return <SecondStep challenge={challenge} attempt={attempt} restart={begin} />
  }
  if (isUsed) {
    return (
      <UsedUp>
        <Button size="md" onClick={() => setAsking(true)}>
          {t.another}
        </Button>
      </UsedUp>
    )
  }
  return <NewPassword token={token} attempt={attempt} onUsedUp={() => setUsed(true)} />
}

function NewPassword(init: { token: string; attempt: Attempt; onUsedUp: () => void }) {
  const { token, attempt, onUsedUp } = init
  const { mail: t } = useTexts(signInTexts)
  const { wrong } = useTexts(accountTexts)
  const check = usePasswordCheck()
  async function save(password: string) {
    try {
      await attempt(() => shop.post('/password-resets/confirmation', { body: { token, password } }))
    } catch (error) {
      if (!isUsedUp(error)) throw error
      onUsedUp()
    }
  }
  return (
    <EntryCard title={t.reset} lead={t.resetLead}>
      <AccountForm
        submit={t.resetButton}
        wrong={wrong}
        isWide
        check={(text) => check(text('password'))}
        act={(text) => save(text('password'))}
      >
        {(errors) => <PasswordField isNew error={errors.password} />}
      </AccountForm>
    </EntryCard>
  )
}
