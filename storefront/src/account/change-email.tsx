import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { MailDone, MailLink, UsedUp, useToken } from './mail-link.tsx'
import type { PartProps } from './part.ts'
import { signInTexts } from './texts-sign-in.ts'
import { meQuery } from './use-me.ts'

/** `/account/change-email?token=`: a new address takes the place of the old one. */
export function ChangeEmail({ token: given }: PartProps) {
  const { mail: t } = useTexts(signInTexts)
  const { token, clear } = useToken(given)
  const queries = useQueryClient()
  const [changed, setChanged] = useState<string>()
  const another = (
    <Button component={Link} to="/account/security" size="md">
      {t.toSecurity}
    </Button>
  )
  if (!token) return <UsedUp>{another}</UsedUp>
  if (changed !== undefined) return <MailDone title={t.changed} lead={t.changedLead(changed)} />
  return (
    <MailLink
      title={t.change}
      lead={t.changeLead}
      button={t.changeButton}
      another={another}
      act={async () => {
        const { email } = await shop.post('/me/email/confirmation', { body: { token } })
        clear()
        setChanged(email)
        await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      }}
    />
  )
}
