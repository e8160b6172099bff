import { Anchor, Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountForm } from './account-form.tsx'
import { EntryCard, EntryFoot } from './entry-card.tsx'
import { EmailField } from './fields.tsx'
import { accountTexts } from './texts.ts'
import { signInTexts } from './texts-sign-in.ts'

interface Props {
  /** A link that signs in, or one to choose a new password. */
  readonly kind: 'link' | 'reset'
  readonly email?: string
  readonly back: () => void
}

/** Asks for a mail. The answer is the same whether or not there is an account. */
export function MailStep({ kind, email = '', back }: Props) {
  const t = useTexts(signInTexts)
  const { wrong } = useTexts(accountTexts)
  const [sentTo, setSentTo] = useState<string>()
  async function ask(address: string) {
    const body = { email: address }
    if (kind === 'link') await shop.post('/magic-links', { body })
    else await shop.post('/password-resets', { body })
    setSentTo(address)
  }
  if (sentTo !== undefined) return <Sent to={sentTo} again={() => setSentTo(undefined)} back={back} />
  return (
    <EntryCard key="ask" title={t[kind].title} lead={t[kind].lead}>
      <AccountForm submit={t[kind].submit} wrong={wrong} isWide act={(text) => ask(text('email').trim())}>
        {(errors) => <EmailField autoComplete="username" defaultValue={email} error={errors.email} />}
      </AccountForm>
      <Back back={back} />
    </EntryCard>
  )
}

function Sent({ to, again, back }: { to: string; again: () => void; back: () => void }) {
  const { sent } = useTexts(signInTexts)
  return (
    <EntryCard key="sent" title={sent.title} lead={sent.lead(to)}>
      <Text size="sm">{sent.hint}</Text>
      <Button variant="default" onClick={again}>
        {sent.again}
      </Button>
      <Back back={back} />
    </EntryCard>
  )
}

const Back = ({ back }: { back: () => void }) => (
  <EntryFoot>
    <Anchor component="button" type="button" onClick={back}>
      {useTexts(signInTexts).toSignIn}
    </Anchor>
  </EntryFoot>
)
