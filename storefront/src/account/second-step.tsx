import { Anchor, Button } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { codeOf } from './account-faults.ts'
import { AccountForm } from './account-form.tsx'
import { EntryCard, EntryFoot } from './entry-card.tsx'
import { CodeField } from './fields.tsx'
import { accountTexts } from './texts.ts'
import { signInTexts } from './texts-sign-in.ts'
import type { Attempt } from './use-sign-in.ts'

interface Props {
  readonly challenge: string
  readonly attempt: Attempt
  /** Back to the first step; `isOver` where the challenge is worth nothing any more. */
  readonly restart: (isOver: boolean) => void
}

/** The code of an app, or a recovery code, after a way in that is not enough by itself. */
export function SecondStep({ challenge, attempt, restart }: Props) {
  const t = useTexts(signInTexts)
  const { wrong } = useTexts(accountTexts)
  const [isRecovery, setRecovery] = useState(false)
  async function answer(code: string) {
    try {
      await attempt(() => shop.post('/login/second-factor', { body: { challenge, code } }))
    } catch (error) {
      if (codeOf(error) !== 'identity.link_invalid') throw error
      restart(true)
    }
  }
  return (
    <EntryCard title={t.code.title} lead={t.code.lead}>
      <AccountForm
        submit={t.code.submit}
        wrong={wrong}
        isWide
        act={(text) => answer(toCode(text('code'), isRecovery))}
      >
        {({ code }) => <CodeField isRecovery={isRecovery} isFocused error={code} />}
      </AccountForm>
      <Button variant="subtle" onClick={() => setRecovery(!isRecovery)}>
        {isRecovery ? t.code.useApp : t.code.useRecovery}
      </Button>
      <EntryFoot>
        <Anchor component="button" type="button" onClick={() => restart(false)}>
          {t.toSignIn}
        </Anchor>
      </EntryFoot>
    </EntryCard>
  )
}

/** Apps show `123 456`. */
export const toCode = (typed: string, isRecovery = false): string =>
  isRecovery ? typed.trim() : typed.replace(/\s/g, '')
