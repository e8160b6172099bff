import { Button, Group } from '@mantine/core'
import type { ReplyOf } from '@marketsquare/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { Confirm } from './confirm.tsx'
import { useDates } from './dates.ts'
import { FactorSetUp, type NewTotp } from './factor-set-up.tsx'
import { Lines } from './frame.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Section, Tag } from './section.tsx'
import { useGuard } from './step-up.tsx'
import { securityTexts } from './texts-security.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'

type Factor = ReplyOf<'get', '/me/second-factor'>
const query = shop.query('/me/second-factor')

type Step = { readonly begun: NewTotp } | { readonly codes: readonly string[] } | { readonly isOff: true }

/** Codes of an app: set up, turned off, and the recovery codes for when the phone is lost. */
export function FactorSection() {
  const { factor: t } = useTexts(securityTexts)
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(query)
  const [step, setStep] = useState<Step>()
  const showCodes = (codes: readonly string[]) => {
    setStep({ codes })
    void queries.invalidateQueries({ queryKey: query.queryKey })
  }
  const close = () => setStep(undefined)
  return (
    <Section title={t.title} lead={t.lead} aside={data?.totp && <Tag tone="good">{t.on}</Tag>}>
      <Trouble fault={error} retry={() => void refetch()} />
      <Said>{step && 'isOff' in step && t.offDone}</Said>
      {!data && !error && <Lines count={1} />}
      {step && 'begun' in step && <FactorSetUp begun={step.begun} onDone={showCodes} onCancel={close} />}
      {step && 'codes' in step && <RecoveryCodes codes={step.codes} onKept={close} />}
      {data && (!step || 'isOff' in step) && (
        <Choices factor={data} setStep={setStep} showCodes={showCodes} />
      )}
    </Section>
  )
}

interface ChoicesProps {
  readonly factor: Factor
  readonly setStep: (step: Step) => void
  readonly showCodes: (codes: readonly string[]) => void
}

function Choices({ factor, setStep, showCodes }: ChoicesProps) {
  const { factor: t } = useTexts(securityTexts)
  const { day } = useDates()
  const guard = useGuard()
  const queries = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const begin = useAction(async () =>
    setStep({ begun: await guard(() => shop.post('/me/second-factor/totp')) }),
  )
  const renew = useAction(async () =>
    showCodes((await guard(() => shop.post('/me/second-factor/recovery-codes'))).recoveryCodes),
  )
  const turnOff = useAction(async () => {
    await guard(() => shop.delete('/me/second-factor/totp'))
    await queries.invalidateQueries({ queryKey: query.queryKey })
    setStep({ isOff: true })
  })
  if (!factor.totp) {
    return (
      <>
        <Trouble fault={begin.fault} />
        <div>
          <Button loading={begin.isBusy} onClick={() => begin.run()}>
            {t.setUp}
          </Button>
        </div>
      </>
    )
  }
  return (
    <>
      <p>
        {t.since(day(factor.totp.confirmedAt))} {t.left(factor.recoveryCodesLeft)}
      </p>
      <Trouble fault={renew.fault ?? turnOff.fault} />
      <Group gap="sm">
        <Button variant="default" loading={renew.isBusy} onClick={() => renew.run()}>
          {t.newCodes}
        </Button>
        <Button variant="default" loading={turnOff.isBusy} onClick={() => setAsked(true)}>
          {t.turnOff}
        </Button>
      </Group>
      <Confirm
        title={t.offTitle}
        text={t.offText}
        button={t.turnOff}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => void turnOff.run()}
      />
    </>
  )
}
