import { Button } from '@mantine/core'
import { Navigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { MailLink, UsedUp, useToken } from './mail-link.tsx'
import { MailStep } from './mail-step.tsx'
import type { PartProps } from './part.ts'
import { SecondStep } from './second-step.tsx'
import { signInTexts } from './texts-sign-in.ts'
import { useSignIn } from './use-sign-in.ts'

/** `/account/sign-in?token=`: the link in place of a password. Other mails lead here without a token. */
export function MailSignIn({ token: given }: PartProps) {
  const { mail: t } = useTexts(signInTexts)
  const { token } = useToken(given)
  const { history } = useRouter()
  const [isAsking, setAsking] = useState(false)
  const [isOver, setOver] = useState(false)
  const { challenge, attempt, restart } = useSignIn(() => history.replace('/account'))
  const another = (
    <Button size="md" onClick={() => setAsking(true)}>
      {t.another}
    </Button>
  )
  if (isAsking) return <MailStep kind="link" back={() => history.push('/sign-in')} />
  if (challenge) {
    const begin = () => {
      setOver(true)
      restart()
    }
    return <SecondStep challenge={challenge} attempt={attempt} restart={begin} />
  }
  if (!token) return <Navigate to="/sign-in" replace />
  // The link is used up by the first step, whatever became of the second.
  if (isOver) return <UsedUp>{another}</UsedUp>
  return (
    <MailLink
      title={t.signIn}
      lead={t.signInLead}
      button={t.signInButton}
      another={another}
      act={() => attempt(() => shop.post('/magic-links/confirmation', { body: { token } }))}
    />
  )
}
