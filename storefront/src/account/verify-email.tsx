import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountHint, MailDone, MailLink, UsedUp, useToken } from './mail-link.tsx'
import type { PartProps } from './part.ts'
import { signInTexts } from './texts-sign-in.ts'
import { meQuery } from './use-me.ts'

/** `/account/verify-email?token=`: the address of an account is proved. */
export function VerifyEmail({ token: given }: PartProps) {
  const { mail: t } = useTexts(signInTexts)
  const { token, clear } = useToken(given)
  const queries = useQueryClient()
  const [proved, setProved] = useState<string>()
  if (!token) {
    return (
      <UsedUp>
        <AccountHint />
      </UsedUp>
    )
  }
  if (proved !== undefined) return <MailDone title={t.verified} lead={t.verifiedLead(proved)} />
  return (
    <MailLink
      title={t.verify}
      lead={t.verifyLead}
      button={t.verifyButton}
      another={<AccountHint />}
      act={async () => {
        const { email } = await shop.post('/email-verifications/confirmation', { body: { token } })
        clear()
        setProved(email)
        await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      }}
    />
  )
}
