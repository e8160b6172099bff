import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { AccountForm } from './account-form.tsx'
import { PasswordField, UsernameHint, usePasswordCheck } from './fields.tsx'
import { FocusInside } from './focus.tsx'
import { Section } from './section.tsx'
import { useGuard } from './step-up.tsx'
import { accountTexts } from './texts.ts'
import { securityTexts } from './texts-security.ts'
import { Said } from './trouble.tsx'

/** A new password, for who has one and who has none. Proof of who it is comes by itself where it is due. */
export function PasswordSection({ email }: { email: string }) {
  const { password: t } = useTexts(securityTexts)
  const [isOpen, setOpen] = useState(false)
  const [isDone, setDone] = useState(false)
  const open = () => {
    setOpen(true)
    setDone(false)
  }
  return (
    <Section
      title={t.title}
      lead={t.lead}
      aside={
        !isOpen && (
          <Button variant="default" aria-label={`${t.open}: ${t.title}`} onClick={open}>
            {t.open}
          </Button>
        )
      }
    >
      {isOpen && (
        <PasswordForm
          email={email}
          close={(done) => {
            setOpen(false)
            setDone(done)
          }}
        />
      )}
      <Said>{isDone && t.done}</Said>
    </Section>
  )
}

function PasswordForm({ email, close }: { email: string; close: (isDone: boolean) => void }) {
  const { save, cancel, wrong } = useTexts(accountTexts)
  const check = usePasswordCheck()
  const guard = useGuard()
  const queries = useQueryClient()
  return (
    <FocusInside className={classes.narrow}>
      <AccountForm
        submit={save}
        wrong={wrong}
        check={(text) => check(text('password'), email)}
        act={async (text) => {
          const body = { password: text('password') }
          await guard(() => shop.post('/me/password', { body }))
          await queries.invalidateQueries({ queryKey: ['/me/sessions'] })
          close(true)
        }}
        beside={
          <Button variant="subtle" size="md" onClick={() => close(false)}>
            {cancel}
          </Button>
        }
      >
        {(errors) => (
          <>
            <UsernameHint email={email} />
            <PasswordField isNew error={errors.password} />
          </>
        )}
      </AccountForm>
    </FocusInside>
  )
}
