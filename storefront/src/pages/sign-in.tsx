import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { MailStep } from '../account/mail-step.tsx'
import { PasswordStep } from '../account/password-step.tsx'
import { toReturnPath } from '../account/return-path.ts'
import { SecondStep } from '../account/second-step.tsx'
import { signInTexts } from '../account/texts-sign-in.ts'
import { useMe } from '../account/use-me.ts'
import { useSignIn } from '../account/use-sign-in.ts'
import { useTexts } from '../language.tsx'

/** Every way in, and on to where somebody came from. */
export function SignInPage() {
  const t = useTexts(signInTexts)
  const to = toReturnPath(useSearch({ from: '/sign-in' }).to)
  const me = useMe()
  const { history } = useRouter()
  const [email, setEmail] = useState('')
  const [mail, setMail] = useState<'link' | 'reset'>()
  const [isOver, setOver] = useState(false)
  const { challenge, attempt, restart } = useSignIn()

  // Also for who was signed in before, or signs in in another tab.
  useEffect(() => {
    if (me) history.replace(to)
  }, [me, history, to])

  if (challenge) {
    const begin = (over: boolean) => {
      setOver(over)
      restart()
    }
    return <SecondStep challenge={challenge} attempt={attempt} restart={begin} />
  }
  if (mail) return <MailStep kind={mail} email={email} back={() => setMail(undefined)} />
  return (
    <PasswordStep
      attempt={attempt}
      to={to}
      email={email}
      setEmail={setEmail}
      openMail={setMail}
      notice={isOver ? t.code.over : undefined}
    />
  )
}
