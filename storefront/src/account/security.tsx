import { useTexts } from '../language.tsx'
import { EmailSection } from './email-section.tsx'
import { FactorSection } from './factor-section.tsx'
import { AccountFrame } from './frame.tsx'
import { IdentitiesSection } from './identities-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { accountTexts } from './texts.ts'
import { VerifyHint } from './verify-hint.tsx'

/** `/account/security`: every way into the account, and who is in. */
export function Security() {
  const { security } = useTexts(accountTexts)
  return (
    <AccountFrame title={() => security}>
      {(me) => (
        <>
          {!me.emailVerified && <VerifyHint me={me} />}
          <PasskeysSection />
          <PasswordSection email={me.email} />
          <FactorSection />
          <SessionsSection />
          <EmailSection email={me.email} />
          <IdentitiesSection />
        </>
      )}
    </AccountFrame>
  )
}
