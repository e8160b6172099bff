import { Button, Title } from '@mantine/core'
import type { ReplyOf } from '@marketsquare/sdk'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountForm } from './account-form.tsx'
import classes from './factor.module.css'
import { CodeField } from './fields.tsx'
import { useHeadingFocus } from './focus.tsx'
import { QrCode } from './qr-code.tsx'
import { toCode } from './second-step.tsx'
import { accountTexts } from './texts.ts'
import { securityTexts } from './texts-security.ts'

export type NewTotp = ReplyOf<'post', '/me/second-factor/totp'>

interface Props {
  readonly begun: NewTotp
  readonly onDone: (recoveryCodes: readonly string[]) => void
  readonly onCancel: () => void
}

/** The code to scan, and the first code of the app. Nothing has changed until that is right. */
export function FactorSetUp({ begun, onDone, onCancel }: Props) {
  const { factor: t } = useTexts(securityTexts)
  const { cancel, wrong } = useTexts(accountTexts)
  const heading = useHeadingFocus()
  return (
    <div className={classes.setUp}>
      <QrCode text={begun.uri} label={t.qr} />
      <div className={classes.steps}>
        <div>
          <Title order={3} size="h5" ref={heading} tabIndex={-1}>
            {t.scan}
          </Title>
          <p className={classes.soft}>{t.scanHint}</p>
        </div>
        <p className={classes.soft}>
          {t.byHand} <code className={classes.secret}>{begun.secret.match(/.{1,4}/g)?.join(' ')}</code>
        </p>
        <Title order={3} size="h5">
          {t.enter}
        </Title>
        <AccountForm
          submit={t.turnOn}
          wrong={wrong}
          act={async (text) => {
            const body = { code: toCode(text('code')) }
            onDone((await shop.post('/me/second-factor/totp/confirmation', { body })).recoveryCodes)
          }}
          beside={
            <Button variant="subtle" size="md" onClick={onCancel}>
              {cancel}
            </Button>
          }
        >
          {({ code }) => <CodeField error={code} />}
        </AccountForm>
      </div>
    </div>
  )
}
