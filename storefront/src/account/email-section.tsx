import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { AccountForm } from './account-form.tsx'
import { EmailField } from './fields.tsx'
import { FocusInside } from './focus.tsx'
import { Section } from './section.tsx'
import { useGuard } from './step-up.tsx'
import { accountTexts } from './texts.ts'
import { securityTexts } from './texts-security.ts'
import { Said } from './trouble.tsx'

/** Asks for another address. It counts once the mail to it was answered. */
export function EmailSection({ email }: { email: string }) {
  const { email: t } = useTexts(securityTexts)
  const { cancel, wrong } = useTexts(accountTexts)
  const guard = useGuard()
  const [isOpen, setOpen] = useState(false)
  const [askedAt, setAskedAt] = useState<string>()
  const open = () => {
    setOpen(true)
    setAskedAt(undefined)
  }
  return (
    <Section
      title={t.title}
      lead={email}
      aside={
        !isOpen && (
          <Button variant="default" aria-label={`${t.open}: ${t.title}`} onClick={open}>
            {t.open}
          </Button>
        )
      }
    >
      {isOpen && (
        <FocusInside className={classes.narrow}>
          <AccountForm
            submit={t.ask}
            wrong={wrong}
            act={async (text) => {
              const body = { email: text('email').trim() }
              await guard(() => shop.post('/me/email', { body }))
              setOpen(false)
              setAskedAt(body.email)
            }}
            beside={
              <Button variant="subtle" size="md" onClick={() => setOpen(false)}>
                {cancel}
              </Button>
            }
          >
            {(errors) => <EmailField label={t.newEmail} error={errors.email} />}
          </AccountForm>
        </FocusInside>
      )}
      <Said>{askedAt && t.done(askedAt)}</Said>
    </Section>
  )
}
